using Vireo.Fleet;
using Vireo.Simulation;

namespace Vireo.Benchmarks.Incidents;

/// <summary>A provider that loses one sample in fifty and shows one machine in twenty on a host that it left.</summary>
internal sealed class ImperfectReader(IHypervisor inner, long seed) : IHypervisor
{
    private const double MissingShare = 0.02;
    private const double StaleShare = 0.05;

    public ProviderId Id => inner.Id;

    public ProviderCapabilities Capabilities => inner.Capabilities;

    public async Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken)
    {
        ProviderInventory truth = await inner.ReadInventoryAsync(cancellationToken);

        return truth with
        {
            VirtualMachines = [.. truth.VirtualMachines.Select((machine, index) => Show(machine, index, truth))],
        };
    }

    public async Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(
        DateTimeOffset after, CancellationToken cancellationToken)
    {
        IReadOnlyList<Measurement> truth = await inner.ReadMeasurementsAsync(after, cancellationToken);

        return [.. truth.Where((one, index) => SeededRandom.At(seed, index, one.At.UtcTicks) >= MissingShare)];
    }

    public Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(after, cancellationToken);

    private VirtualMachine Show(VirtualMachine machine, int index, ProviderInventory truth) =>
        machine.Host is not null && SeededRandom.At(seed + 1, index, 0) < StaleShare
            ? machine with { Host = truth.Hosts[(int)(SeededRandom.At(seed + 2, index, 0) * truth.Hosts.Length)].Id }
            : machine;
}
