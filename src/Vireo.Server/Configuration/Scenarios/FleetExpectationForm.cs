using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>What is expected of the whole loop.</summary>
internal static class FleetExpectationForm
{
    private static readonly IntegerForm Count = new(0, 100_000);
    private static readonly NumberForm Amount = new(0, 1e9);
    private static readonly TextForm Words = new("words of the reason");

    private static readonly ChoiceForm<DeploymentStatus> Status = new(
    [
        ("running", DeploymentStatus.Running), ("done", DeploymentStatus.Done), ("undoing", DeploymentStatus.Undoing),
        ("undone", DeploymentStatus.Undone),
    ]);

    private static readonly MappingForm<GroupExpectation> Group = Service(Counts(
        new MappingForm<GroupExpectation>("what is expected of a group", new GroupExpectation())));

    private static readonly MappingForm<PoolExpectation> Pool =
        new MappingForm<PoolExpectation>("what is expected of a pool", new PoolExpectation())
            .Optional<double>("lendsAtLeast", "MHz that it lends at some time.", Amount,
                pool => pool.LendsAtLeast, (pool, value) => pool with { LendsAtLeast = value })
            .Optional<double>("waitsAtMost", "Share of the readings of the last day in which one of its machines waited for CPU.", new RatioForm(),
                pool => pool.WaitsAtMost, (pool, value) => pool with { WaitsAtMost = value })
            .Optional<double>("isBackWithinMinutes", "The longest time for which one of its machines waited for CPU.", Amount,
                pool => pool.IsBackWithinMinutes, (pool, value) => pool with { IsBackWithinMinutes = value });

    private static readonly MappingForm<SizeExpectation> Size =
        new MappingForm<SizeExpectation>("what is expected of a machine's size", new SizeExpectation())
            .Optional<double>("atLeastGib", "Memory at the end.", Amount,
                size => size.AtLeastGib, (size, value) => size with { AtLeastGib = value })
            .Optional<int>("killsOnTheLastDay", "Processes killed for want of memory on the last day, at most.", Count,
                size => size.KillsOnTheLastDay, (size, value) => size with { KillsOnTheLastDay = value })
            .Key("because", "Words of the reason for which it was changed.", Words,
                size => size.Because, (size, text) => size with { Because = text });

    public static MappingForm<FleetExpectation> Form { get; } =
        new MappingForm<FleetExpectation>("what is expected", new FleetExpectation())
            .Key("groups", "Of groups.", new NamedForm<GroupExpectation>("groups by name", Group),
                all => all.Groups, (all, groups) => all with { Groups = groups })
            .Key("pools", "Of pools.", new NamedForm<PoolExpectation>("pools by name", Pool),
                all => all.Pools, (all, pools) => all with { Pools = pools })
            .Key("sizes", "Of machines' sizes.", new NamedForm<SizeExpectation>("machines by name", Size),
                all => all.Sizes, (all, sizes) => all with { Sizes = sizes })
            .Optional<ImmutableArray<string>>("needs", "Recurring needs that are known at the end, all of them.",
                new ListForm<string>(new TextForm("a need"), need => need),
                    all => all.Needs, (all, needs) => all with { Needs = needs })
            .Key("refused", "Words of a reason for which something was refused.", Words,
                all => all.Refused, (all, text) => all with { Refused = text })
            .Optional<DeploymentStatus>("deployment", "How the deployment ends.", Status,
                all => all.Deployment, (all, status) => all with { Deployment = status })
            .Optional<int>("machinesAtTheEnd", "Machines in the whole fleet at the end.", Count,
                all => all.MachinesAtTheEnd, (all, value) => all with { MachinesAtTheEnd = value })
            .Optional<double>("memoryPromisedAtMost", "Share of a host's memory that is promised to machines, at any time.", new NumberForm(0, 10),
                all => all.MemoryPromisedAtMost, (all, value) => all with { MemoryPromisedAtMost = value });

    private static MappingForm<GroupExpectation> Counts(MappingForm<GroupExpectation> form) => form
        .Optional<int>("neverMoreThan", "Objects at any time, in any state.", Count,
            group => group.NeverMoreThan, (group, value) => group with { NeverMoreThan = value })
        .Optional<int>("reachesAtLeast", "Objects at some time.", Count,
            group => group.ReachesAtLeast, (group, value) => group with { ReachesAtLeast = value })
        .Optional<int>("atLeastAtThePeak", "Serving at some time.", Count,
            group => group.AtLeastAtThePeak, (group, value) => group with { AtLeastAtThePeak = value })
        .Optional<int>("atLeastAtTheEnd", "Serving at the end.", Count,
            group => group.AtLeastAtTheEnd, (group, value) => group with { AtLeastAtTheEnd = value })
        .Optional<int>("atMostAtTheEnd", "Serving at the end.", Count,
            group => group.AtMostAtTheEnd, (group, value) => group with { AtMostAtTheEnd = value })
        .Optional<int>("atMostCreated", "Replicas ordered.", Count,
            group => group.AtMostCreated, (group, value) => group with { AtMostCreated = value })
        .Optional<int>("atMostRemoved", "Replicas that served and were taken away.", Count,
            group => group.AtMostRemoved, (group, value) => group with { AtMostRemoved = value })
        .Optional<int>("atMostReversals", "Turns between growing and shrinking.", Count,
            group => group.AtMostReversals, (group, value) => group with { AtMostReversals = value })
        .Optional<int>("countsFailures", "Failed creations that were counted, at least.", Count,
            group => group.CountsFailures, (group, value) => group with { CountsFailures = value })
        .Key("servesAt", "At least so many serve at an hour, such as { 12.5: 4 }.", new NamedForm<int>("hours with counts", Count),
            group => group.ServesAt.ToImmutableSortedDictionary(
                one => one.Key.ToString(CultureInfo.InvariantCulture), one => one.Value, StringComparer.Ordinal),
            (group, counts) => group with
            {
                ServesAt = counts.ToImmutableSortedDictionary(one => Hour(one.Key), one => one.Value),
            })
        .Check("servesAt", group => group.ServesAt.ContainsKey(-1) ? "The hours of 'servesAt' are numbers from 0, such as 12.5." : null);

    private static MappingForm<GroupExpectation> Service(MappingForm<GroupExpectation> form) => form
        .Optional<double>("waitsAtMost", "Share of the readings of the last day in which one of its machines waited for CPU.", new RatioForm(),
            group => group.WaitsAtMost, (group, value) => group with { WaitsAtMost = value })
        .Optional<double>("usesAtLeast", "MHz used together at some time of the last day.", Amount,
            group => group.UsesAtLeast, (group, value) => group with { UsesAtLeast = value })
        .Optional<int>("version", "The version in which all serve at the end.", new IntegerForm(1, 1_000),
            group => group.Version, (group, value) => group with { Version = value })
        .Key("rolledBack", "Words of the reason for which a version was given up.", Words,
            group => group.RolledBack, (group, text) => group with { RolledBack = text });

    private static double Hour(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double hour) ? hour : -1;
}
