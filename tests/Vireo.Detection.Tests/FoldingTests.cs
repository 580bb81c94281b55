using System.Collections.Immutable;
using Vireo.Detection.Anomalies;
using Vireo.Detection.Incidents.Folding;
using Vireo.Fleet;

namespace Vireo.Detection.Tests;

public sealed class FoldingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    // Two racks of four hosts, five machines on each host; the machines of one service are spread over the hosts.
    private static readonly FleetSnapshot Fleet = FleetSnapshot.Create(
        Noon, new("c"),
        [.. Enumerable.Range(0, 8).Select(i => Scene.Host($"h{i}") with { FaultDomain = $"r{i / 4}" })],
        [
            .. Enumerable.Range(0, 40).Select(i => Scene.Machine($"m{i:00}", $"h{i / 5}") with
            {
                Group = i % 5 == 0 ? new VmGroupId("web") : null,
            }),
        ],
        [], []);

    [Fact]
    public void A_rack_that_goes_dark_is_one_incident_and_the_rack_is_its_cause()
    {
        var folded = Fold([.. Enumerable.Range(0, 4).Select(i => Of("host-down", Host(i), Severity.Critical, i))]);

        var lead = Assert.Single(folded, incident => incident.Under is null);
        Assert.Equal(new EntityId(EntityKind.Rack, "r0"), lead.Causes[0].Entity);
        Assert.All(folded, incident => Assert.True(incident == lead || incident.Under == lead.Id));
    }

    [Fact]
    public void Pressure_on_machines_is_folded_under_the_pressure_of_their_host()
    {
        var folded = Fold(
            Of("vm-swapped", Machine(1), Severity.Warning, 4), Of("vm-swapped", Machine(2), Severity.Warning, 6),
            Of("host-memory-high", Host(0), Severity.Warning, 5));

        var lead = Assert.Single(folded, incident => incident.Under is null);
        Assert.Equal("host-memory-high", lead.Rule);
        Assert.Equal(Host(0), lead.Causes[0].Entity);
        Assert.Contains("2 of what depends on it (40%)", lead.Causes[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_faults_at_once_are_two_incidents()
    {
        var folded = Fold(
            Of("host-down", Host(1), Severity.Critical, 0), Of("host-memory-high", Host(6), Severity.Warning, 1),
            Of("vm-swapped", Machine(31), Severity.Warning, 2), Of("vm-swapped", Machine(32), Severity.Warning, 2));

        Assert.Equal(
            ["host-down", "host-memory-high"],
            folded.Where(incident => incident.Under is null).Select(incident => incident.Rule).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_service_whose_machines_all_suffer_is_the_cause_wherever_they_run()
    {
        var folded = Fold([.. Enumerable.Range(0, 8).Select(i => Of("vm-cpu-at-limit", Machine(i * 5), Severity.Warning, i))]);

        var lead = Assert.Single(folded, incident => incident.Under is null);
        Assert.Equal(new EntityId(EntityKind.Group, "web"), lead.Causes[0].Entity);
    }

    [Fact]
    public void Who_takes_the_processors_is_the_cause_of_what_its_neighbours_and_its_host_lack()
    {
        var taking = Of(RuleNames.Unusual, Machine(2), Severity.Info, 0) with
        {
            Labels = ImmutableSortedDictionary<string, string>.Empty
                .Add(UnusualWatch.MetricLabel, Metric.CpuUsage.Name).Add(UnusualWatch.DirectionLabel, UnusualWatch.Up),
        };

        var folded = Fold(
            taking, Of("host-cpu-high", Host(0), Severity.Warning, 5), Of("vm-cpu-contention", Machine(1), Severity.Warning, 6),
            Of("vm-cpu-contention", Machine(3), Severity.Warning, 6));

        var lead = Assert.Single(folded, incident => incident.Under is null);
        Assert.Equal(Machine(2), lead.Causes[0].Entity);
    }

    [Fact]
    public void A_full_disk_of_one_machine_is_not_laid_at_the_door_of_its_host()
    {
        var folded = Fold(
            Of("vm-disk-filling", Machine(1), Severity.Warning, 5), Of("host-failing", Host(0), Severity.Warning, 0));

        Assert.All(folded, incident => Assert.Null(incident.Under));
    }

    [Fact]
    public void What_shows_the_same_at_the_same_moment_belongs_together_even_where_the_topology_is_out_of_date()
    {
        var folded = Fold(
            Of("host-failing", Host(0), Severity.Critical, 0), Of("bad-telemetry", Machine(1), Severity.Warning, 10),
            Of("bad-telemetry", Machine(2), Severity.Warning, 10), Of("bad-telemetry", Machine(33), Severity.Warning, 11));

        Assert.Equal("host-failing", Assert.Single(folded, incident => incident.Under is null).Rule);
    }

    [Fact]
    public void An_incident_that_changes_goes_on_leading()
    {
        var first = Of("vm-swapped", Machine(1), Severity.Warning, 0);
        var before = Fold(first, Of("vm-swapped", Machine(2), Severity.Warning, 1), Of("vm-swapped", Machine(3), Severity.Warning, 2));
        Assert.Null(before[0].Under);

        var after = Fold(before, [], [before[0] with { Evidence = "newer figures" }, .. before[1..]]);

        Assert.Equal(before[0].Id, Assert.Single(after, incident => incident.Under is null).Id);
        Assert.NotEmpty(after[0].Causes);
    }

    [Fact]
    public void An_incident_that_leads_is_called_by_what_is_worse_with_its_cause()
    {
        var before = Fold(Of("host-memory-high", Host(0), Severity.Warning, 0));

        var after = Fold(before, [], [before[0], Of("host-down", Host(0), Severity.Critical, 30)]);
        var later = Fold(after, [], [.. after]);

        var lead = Assert.Single(after, incident => incident.Under is null);
        Assert.Equal((before[0].Id, "host-down of h0.", Severity.Critical), (lead.Id, lead.Title, lead.Severity));
        Assert.Equal(lead.Title, Assert.Single(later, incident => incident.Under is null).Title);
    }

    [Fact]
    public void What_is_left_of_a_group_that_shrinks_is_no_news()
    {
        var all = Fold([.. Enumerable.Range(0, 8).Select(i => Of("vm-cpu-at-limit", Machine(i * 5), Severity.Warning, i))]);

        var left = Fold(all, [], [all[0], all[5]]);

        Assert.Equal(all[0].Id, Assert.Single(left, incident => incident.Under is null).Id);
    }

    [Fact]
    public void Weak_signs_of_a_whole_service_together_are_a_warning()
    {
        var folded = Fold([.. Enumerable.Range(0, 8).Select(i => Of("unusual", Machine(i * 5), Severity.Info, i))]);

        Assert.Equal(Severity.Warning, Assert.Single(folded, incident => incident.Under is null).Severity);
    }

    [Fact]
    public void Unrelated_incidents_on_one_rack_stay_apart()
    {
        var folded = Fold(
            Of("host-down", Host(0), Severity.Critical, 0), Of("host-cpu-high", Host(1), Severity.Warning, 1),
            Of("host-swapping", Host(2), Severity.Warning, 2));

        Assert.All(folded, incident => Assert.Null(incident.Under));
    }

    [Fact]
    public void A_change_shortly_before_is_a_suspect_and_an_old_one_is_not()
    {
        FleetEvent moved = new(
            Noon.AddMinutes(-5), FleetEventKind.Moved, Machine(1), "'m01' was moved from 'h3' to 'h0'.", "vireo");
        FleetEvent old = moved with { At = Noon.AddHours(-3) };

        var folded = Fold([moved, old], Of("host-memory-high", Host(0), Severity.Warning, 0), Of("vm-swapped", Machine(1), Severity.Warning, 1));

        Assert.Equal(
            new Suspect(moved.At, Machine(1), moved.Message, "vireo"),
            Assert.Single(folded.Single(incident => incident.Under is null).Suspects));
    }

    [Fact]
    public void Folding_again_changes_nothing()
    {
        var once = Fold([.. Enumerable.Range(0, 4).Select(i => Of("host-down", Host(i), Severity.Critical, i))]);

        Assert.True(once.AsSpan().SequenceEqual(Fold([.. once]).AsSpan()));
    }

    [Fact]
    public void A_lead_is_called_by_the_worst_of_its_entity_look_after_look_title_and_evidence_of_one()
    {
        var lead = Of("host-memory-high", Host(0), Severity.Warning, 0) with { Evidence = "93 %" };
        var worse = Of("host-errors", Host(0), Severity.Critical, 3) with { Evidence = "40 errors" };

        var first = Fold([lead], [], [lead, worse]);
        var later = Fold(first, [], [.. first.Select(one => one.Rule == "host-errors" ? one with { Evidence = "90 errors" } : one)]);

        Assert.Equal((worse.Title, "40 errors", worse.Id), WordsOf(first));
        Assert.Equal((worse.Title, "90 errors", worse.Id), WordsOf(later));
    }

    [Fact]
    public void Title_and_evidence_change_together_while_an_incident_lasts()
    {
        var scene = new Scene { Unusual = new FleetAnomalies() };
        const int Fault = 3 * 288;
        for (int look = 0; look < Fault + 24; look++)
        {
            scene.Look(
                [], [Scene.Host("h")], [Scene.Machine("v", "h")],
                (Scene.OfMachine("v", Metric.CpuUsage), [look < Fault ? 300 : 900], DataQuality.Perfect),
                (Scene.OfMachine("v", Metric.NetworkSendRate), [look < Fault + 6 ? 1e6 : 1e9], DataQuality.Perfect));
        }

        Assert.All(
            scene.Changes.Where(incident => incident.Rule == RuleNames.Unusual && incident.ResolvedAt is null),
            incident => Assert.StartsWith(
                incident.Title["VM 'v': unusual ".Length..^1], incident.Evidence, StringComparison.Ordinal));
        Assert.Contains(scene.Changes, incident => incident.Title == "VM 'v': unusual net.tx.rate.");
    }

    private static (string Title, string Evidence, string? CalledBy) WordsOf(ImmutableArray<Incident> folded)
    {
        var lead = Assert.Single(folded, incident => incident.Under is null);

        return (lead.Title, lead.Evidence, lead.CalledBy);
    }

    [Fact]
    public void What_flaps_is_not_over_before_it_has_been_calm_for_long()
    {
        var scene = new Scene();
        for (int round = 0; round < 8; round++)
        {
            double ratio = round % 2 == 0 ? 1 : 0.5;
            for (int i = 0; i < 6; i++)
            {
                scene.LookAtCpu(ratio, ratio, ratio, ratio);
            }
        }

        var of = scene.Changes.Where(incident => incident.Rule == "host-cpu-high").ToList();
        Assert.Equal(3, of.Select(incident => incident.Id).Distinct().Count());
        Assert.Equal(2, of[^1].Returns);
    }

    private static Incident Of(string rule, EntityId entity, Severity severity, int minute) => new(
        $"{rule}:{entity}", rule, entity, severity, $"{rule} of {entity.Value}.", "", Noon.AddMinutes(minute), Noon.AddMinutes(minute), null);

    private static EntityId Host(int number) => EntityId.Of(new HostId($"h{number}"));

    private static EntityId Machine(int number) => EntityId.Of(new VirtualMachineId($"m{number:00}"));

    private static ImmutableArray<Incident> Fold(params Incident[] open) => Fold([], open);

    private static ImmutableArray<Incident> Fold(FleetEvent[] events, params Incident[] open) => Fold([.. open], events, open);

    private static ImmutableArray<Incident> Fold(ImmutableArray<Incident> before, FleetEvent[] events, Incident[] open)
    {
        var series = new FleetSeries(Noon.AddMinutes(10), Scene.Step, new Dictionary<SeriesKey, TimeSeries>());
        var look = new Look(new WatchState(before, []), [], WatchSignals.None.Alerts, Fleet, series);

        return IncidentFolding.Fold(look, [.. open], [.. events]);
    }
}
