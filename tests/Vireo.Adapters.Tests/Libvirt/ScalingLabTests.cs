using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>A group of real guests under a real load that peaks every day: scaled by Vireo ahead of the peak, and back
/// after it.</summary>
[Collection("lab")]
public sealed class ScalingLabTests(AgentLab lab) : IClassFixture<AgentLab>
{
    private const int DaysOfLearning = 3;
    private const int QuietRequests = 2;
    private const int PeakRequests = 20;
    private const int PeakBegins = 9;
    private const int PeakEnds = 12;

    [Fact]
    public async Task A_group_of_real_guests_grows_ahead_of_a_peak_that_it_has_learned_and_shrinks_after_it()
    {
        Assert.SkipWhen(lab.WhyNot.Length > 0, lab.WhyNot);
        await using var service = new ScaledService(lab, PolicyOf(maximum: 1, mhzPerReplica: 1_000));
        var start = service.Time.GetUtcNow();

        await PassDaysAsync(service, DaysOfLearning, _ => { });
        var learned = service.Time.GetUtcNow();
        double[] load = service.Measured(Metric.CpuUsage, start, learned);
        double alone = Median(PeaksOf(service.Measured(Metric.ResponseTime, start, learned)));
        double peak = Median(PeaksOf(load));
        Assert.Single(service.Serving);

        // What one carries is less than the peak, and more than all of the rest of the day.
        await service.SetPolicyAsync(PolicyOf(maximum: 2, mhzPerReplica: 0.6 * peak));
        int[] replicas = new int[24];
        var why = new System.Text.StringBuilder();
        await PassDaysAsync(service, 1, hour =>
        {
            replicas[hour] = service.Serving.Count;
            why.Append($" [{hour}] {service.Decision}");
        });
        double together = Median(PeaksOf(service.Measured(Metric.ResponseTime, learned, service.Time.GetUtcNow())));
        var created = Done<CreateVirtualMachine>(service.State).ToList();
        var deleted = Done<DeleteVirtualMachine>(service.State).ToList();

        var machine = service.State.Fleet.VirtualMachines.First(machine => machine.Group == ScaledService.Group && machine.IsServing);

        string seen = $"Replicas by the hour: {string.Join(' ', replicas)}. Answers at the peak take {1000 * alone:0} ms by one, " +
            $"{1000 * together:0} ms by two. {string.Join(' ', created.Concat(deleted).Select(action => action.Reason))} " +
            $"Its agent says: {machine.Agent}. MHz by the hour: {string.Join(' ', load.Select(value => $"{value:0.00}"))}.{why}";
        TestContext.Current.TestOutputHelper?.WriteLine(seen);
        Assert.True(replicas[0] == 1 && replicas[PeakBegins..PeakEnds].All(count => count == 2), seen);
        Assert.Contains(created, action => action.Reason.Contains("'predictive': up to", StringComparison.Ordinal));
        Assert.True(deleted.Count > 0 && replicas.AsSpan(PeakEnds).Contains(1), seen);
        Assert.False(double.IsNaN(alone) || double.IsNaN(together), seen);
        Assert.Equal(service.Serving, await NamesAsync("shop-"));

        // What its own agent and its hypervisor tell of it.
        Assert.Equal(("", machine.Name), (machine.Agent?.Problem, machine.Agent?.HostName));
        Assert.Contains(await lab.AgentAddressAsync(machine.Name), machine.Agent!.Addresses.All);
        Assert.Contains(service.Measured(Metric.FileSystemUsage, start, learned), share => share is > 0 and < 1);
        Assert.Contains(service.Measured(Metric.MemoryDirtied, start, learned), rate => rate >= 0);
        Assert.All(service.State.Fleet.Hosts, host => Assert.True(host.Numa is { Nodes.Length: > 0 }));
    }

    // The number of replicas is that at the beginning of an hour: what serves when its users come.
    private static async Task PassDaysAsync(ScaledService service, int days, Action<int> look)
    {
        for (int hour = 0; hour < 24 * days; hour++)
        {
            look(hour % 24);
            await service.PassHourAsync(hour % 24 is >= PeakBegins and < PeakEnds ? PeakRequests : QuietRequests);
        }
    }

    private static Policy PolicyOf(int maximum, double mhzPerReplica) => new()
    {
        Name = "lab",
        DefaultMode = OperatingMode.Autopilot,
        Consolidate = false,
        ManageHostPower = false,
        SpareFaultDomains = 0,
        PlanExpiry = TimeSpan.FromHours(2),
        Horizon = TimeSpan.FromHours(4),
        Templates =
        [
            new VmTemplate(new VmTemplateId("small"), 1, "", 1, new MemoryBytes(96L << 20))
            {
                UserData = "#cloud-config\nhostname: {{machine}}\n",
                Health = new HealthCheck(HealthCheckKind.Http, 80, "/cgi-bin/stats", TimeSpan.FromHours(1)),
            },
        ],
        Groups =
        [
            new VmGroup
            {
                Id = ScaledService.Group,
                Template = new VmTemplateId("small"),
                Minimum = 1,
                Maximum = maximum,
                Rules = [new PredictiveScaling(0.5)],
                LoadPerReplica = mhzPerReplica,
                StartUp = TimeSpan.FromHours(1),
                SurplusFor = TimeSpan.FromHours(2),
                RestBeforeIn = TimeSpan.FromHours(1),
            },
        ],
    };

    private static IEnumerable<PlannedAction> Done<T>(LoopState state)
        where T : FleetAction => state.Plans.OrderBy(plan => plan.Receipt.Id)
        .SelectMany(plan => plan.Plan.Actions.Where(action => action.Action is T && plan.Outcomes.Any(
            outcome => outcome.Id == action.Id && outcome.Status == OutcomeStatus.Succeeded)));

    private static IEnumerable<double> PeaksOf(double[] hours) =>
        hours.Where((value, hour) => hour % 24 is >= PeakBegins and < PeakEnds && !double.IsNaN(value));

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();

        return ordered[ordered.Count / 2];
    }

    private async Task<List<string>> NamesAsync(string prefix)
    {
        string both = await lab.VirshAsync("1", "list", "--all", "--name") + await lab.VirshAsync("2", "list", "--all", "--name");

        return [.. both.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
