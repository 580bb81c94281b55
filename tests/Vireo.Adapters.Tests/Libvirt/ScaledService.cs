using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Adapters.Libvirt;
using Vireo.Adapters.Probing;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Scheduling.Scaling;
using Vireo.Telemetry.Cleaning;
using Vireo.Telemetry.Collecting;
using Vireo.Telemetry.Storage;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>A service of real guests that the server's own collector and loop look after, hour by hour of a clock that
/// passes as fast as the guests do the hour's work.</summary>
internal sealed class ScaledService : IAsyncDisposable
{
    public static readonly VmGroupId Group = new("shop");

    private const int AtOnce = 6;
    private const string Page = "/cgi-bin/stats";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // By a clock that leaps, every patience would be over at once: here what hangs ends with the test.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly Dictionary<string, string> _addresses = [];
    private readonly AgentLab _lab;
    private readonly LibvirtHypervisor _provider;
    private readonly StateStore _state = StateStore.OpenInMemory();
    private readonly InMemoryTelemetryStore _telemetry = new();
    private readonly TelemetryCollector _collector;
    private readonly ClusterLoop _loop;

    public ScaledService(AgentLab lab, Policy policy)
    {
        _lab = lab;
        var id = new ProviderId("lab");
        _provider = new LibvirtHypervisor(
            id,
            new LibvirtSettings
            {
                Acts = true,
                StoragePool = "images",
                SharedFolders = [lab.ImageFolder],
                Deadline = Patience,
                Hosts = [Host(1), Host(2)],
                Probes =
                [
                    new Probe { Names = [$"{Group}-*"], Port = 80, Path = "/", Every = TimeSpan.FromMinutes(40), Within = Patience },
                ],
            },
            Time, new Random(1));
        _collector = new TelemetryCollector(
            [_provider], CleaningPipeline.CreateDefault(), _telemetry, CollectorOptions.Default with { Deadline = Patience }, Time,
            new Random(1), _ => { });
        _loop = new ClusterLoop(
            new ClusterLoopOptions
            {
                Cluster = new ClusterId("lab"),
                CycleInterval = Hour,
                ProviderDeadline = Patience,
                PollInterval = TimeSpan.FromSeconds(1),
                Timeouts = new ActionTimeouts { Other = Patience },
            },
            policy, [new ConnectedProvider(_provider, _provider)], _telemetry, _state,
            new FleetForecaster(new ForecastOptions { Step = Hour, ReselectEvery = 6 * Hour }), Time, NullLogger<ClusterLoop>.Instance);
    }

    public LabTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    /// <summary>What the loop shows.</summary>
    public LoopState State => _loop.State;

    /// <summary>The replicas that serve, by name.</summary>
    public List<string> Serving => [.. State.Fleet.VirtualMachines
        .Where(machine => machine.Group == Group && machine.IsServing && machine.Guest == GuestState.Healthy)
        .Select(machine => machine.Name)];

    /// <summary>What the group wants now, and why.</summary>
    public string Decision => GroupPicture.All(State.Policy, State.Fleet, State.Outlook).Single().Decision.Reason;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task SetPolicyAsync(Policy policy) => _loop.SetPolicyAsync(policy, "a person", Token);

    /// <summary>Lets the hour's users come, then collects and decides at its end; what was decided is done before the next
    /// hour begins.</summary>
    public async Task PassHourAsync(int requests)
    {
        var end = new DateTimeOffset(Time.GetUtcNow().Ticks / Hour.Ticks * Hour.Ticks, TimeSpan.Zero) + Hour;
        var users = SendAsync(requests);
        Time.AdvanceTo(end - TimeSpan.FromMinutes(40));
        Time.AdvanceTo(end - TimeSpan.FromMinutes(20));
        await users;
        Time.AdvanceTo(end - TimeSpan.FromMinutes(5));
        await _collector.CollectOnceAsync(Token);
        Time.AdvanceTo(end);
        await _loop.DecideAsync(Token);
        while (State.Plans.Any(plan => plan.Status == PlanStatus.Executing))
        {
            // Each look at the hosts is a second: a guest boots in some minutes of its clock.
            await _provider.ReadInventoryAsync(Token);
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The mean over the replicas that were measured then, hour by hour; NaN where none was.</summary>
    public double[] Measured(Metric metric, DateTimeOffset from, DateTimeOffset to)
    {
        var series = _telemetry.ReadFleet(from, to, Hour).Series
            .Where(one => one.Key.Metric == metric && one.Key.Entity.Value.StartsWith($"{Group}-", StringComparison.Ordinal))
            .Select(one => one.Value).ToList();

        return [.. Enumerable.Range(0, (int)((to - from) / Hour)).Select(hour => series
            .Select(one => ValueAt(one, from + (hour * Hour))).Where(value => !double.IsNaN(value))
            .DefaultIfEmpty(double.NaN).Average())];
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        await _telemetry.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }

    private LibvirtHostSettings Host(int number) =>
        _lab.Host(number) with { Cores = 4, Memory = new MemoryBytes(160L << 20) };

    // Users come at once and are spread evenly, as a load balancer does.
    private async Task SendAsync(int requests)
    {
        var serving = Serving;
        foreach (string replica in serving.Where(replica => !_addresses.ContainsKey(replica)))
        {
            _addresses[replica] = await _lab.AgentAddressAsync(replica);
        }

        List<string> addresses = [.. serving.Select(replica => _addresses[replica])];
        if (addresses.Count > 0)
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Token },
                async (request, token) =>
                {
                    var answer = await ServiceQuestion.HttpAsync(
                        addresses[request % addresses.Count], 80, Page, TimeSpan.FromMinutes(1), TimeProvider.System, token);
                    Assert.True(answer.IsGood, answer.Problem);
                });
        }
    }

    private static double ValueAt(TimeSeries series, DateTimeOffset at)
    {
        int index = (int)((at - series.Start) / series.Step);

        return index >= 0 && index < series.Values.Length ? series.Values.Span[index] : double.NaN;
    }
}
