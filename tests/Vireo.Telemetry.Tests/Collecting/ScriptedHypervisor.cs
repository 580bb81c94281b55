using Vireo.Fleet;

namespace Vireo.Telemetry.Tests.Collecting;

/// <summary>A provider with one machine measured each minute, full history, and whatever trouble the test
/// wants.</summary>
internal sealed class ScriptedHypervisor(string name, TimeProvider time) : IHypervisor
{
    public ProviderId Id { get; } = new(name);

    public ProviderCapabilities Capabilities { get; init; } = new(default, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));

    public SeriesKey Key => Samples.Key($"vm-of-{Id.Value}", Metric.CpuUsage);

    /// <summary>What the next reads do instead of answering; null answers.</summary>
    public Func<CancellationToken, Task>? Trouble { get; set; }

    public Func<CancellationToken, Task>? EventTrouble { get; set; }

    public List<FleetEvent> Events { get; } = [];

    public List<DateTimeOffset> Asked { get; } = [];

    public Task<ProviderInventory> ReadInventoryAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ProviderInventory(time.GetUtcNow(), [], []));

    public async Task<IReadOnlyList<Measurement>> ReadMeasurementsAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        Asked.Add(after);
        if (Trouble is not null)
        {
            await Trouble(cancellationToken);
        }

        List<Measurement> samples = [];
        var first = DateTimeOffset.FromUnixTimeSeconds((after.ToUnixTimeSeconds() / 60 * 60) + 60);
        for (var at = first; at <= time.GetUtcNow(); at = at.AddMinutes(1))
        {
            samples.Add(new Measurement(Key, at, at.Minute + 1));
        }

        return samples;
    }

    public async Task<IReadOnlyList<FleetEvent>> ReadEventsAsync(DateTimeOffset after, CancellationToken cancellationToken)
    {
        if (EventTrouble is not null)
        {
            await EventTrouble(cancellationToken);
        }

        return [.. Events.Where(item => item.At > after)];
    }
}
