using Vireo.Fleet;

namespace Vireo.Simulation.Tests.FaultInjection;

public class CorruptingHypervisorTests
{
    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    public static TheoryData<TelemetryCorruption> Kinds => [.. Enum.GetValues<TelemetryCorruption>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void There_are_twenty_kinds() => Assert.Equal(20, Enum.GetValues<TelemetryCorruption>().Length);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_lies_while_it_lasts_and_tells_the_truth_before_and_after(TelemetryCorruption kind)
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(2, 20, (row, sample) => 0.1 + (0.01 * row) + (0.001 * sample)));
        var lying = new CorruptingHypervisor(
            fleet.Hypervisor, kind, fleet.Time.GetUtcNow() + TimeSpan.FromMinutes(12),
            fleet.Time.GetUtcNow() + TimeSpan.FromMinutes(22), fleet.Time, seed: 1);

        fleet.Advance(600);
        bool before = await IsTrueAsync(fleet, lying);
        fleet.Advance(600);
        bool during = await IsTrueAsync(fleet, lying);
        fleet.Advance(600);
        bool after = await IsTrueAsync(fleet, lying);

        Assert.Equal((true, false, true), (before, during, after));
    }

    [Fact]
    public async Task The_same_seed_lies_in_the_same_way()
    {
        Assert.Equal(await LieAsync(7), await LieAsync(7));
        Assert.NotEqual(await LieAsync(7), await LieAsync(8));

        static async Task<Measurement[]> LieAsync(long seed)
        {
            var fleet = new SmallFleet(SmallFleet.Scenario(2, 20, (_, _) => 0.5));
            fleet.Advance(600);
            var lying = new CorruptingHypervisor(
                fleet.Hypervisor, TelemetryCorruption.Reordered, DateTimeOffset.MinValue, Never, fleet.Time, seed);

            return [.. await lying.ReadMeasurementsAsync(DateTimeOffset.MinValue, Token)];
        }
    }

    private static async Task<bool> IsTrueAsync(SmallFleet fleet, CorruptingHypervisor lying)
    {
        var after = fleet.Time.GetUtcNow() - TimeSpan.FromMinutes(6);
        var told = await lying.ReadMeasurementsAsync(after, Token);
        var truth = await fleet.Hypervisor.ReadMeasurementsAsync(after, Token);
        var shown = await lying.ReadInventoryAsync(Token);
        var inventory = await fleet.Hypervisor.ReadInventoryAsync(Token);

        return told.SequenceEqual(truth)
            && shown.Hosts.SequenceEqual(inventory.Hosts)
            && shown.VirtualMachines.SequenceEqual(inventory.VirtualMachines);
    }
}
