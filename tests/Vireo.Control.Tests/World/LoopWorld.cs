using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Safety;
using Vireo.Telemetry.Storage;

namespace Vireo.Control.Tests;

/// <summary>A loop on a fake hypervisor in virtual time, with decisions scripted by the test.</summary>
internal sealed class LoopWorld : IDisposable
{
    private readonly Queue<Func<FleetSnapshot, Plan>> _decisions = new();
    private readonly List<ClusterLoop> _loops = [];
    private readonly CancellationTokenSource _end = new();
    private int _plans;

    public LoopWorld()
    {
        Hypervisor = new FakeHypervisor(Time, Fleets.Provider);
        Hypervisor.With(Fleets.Host(1), Fleets.Host(2), Fleets.Host(3));
        Hypervisor.With(Fleets.Machine(1, 1), Fleets.Machine(2, 1), Fleets.Machine(3, 2), Fleets.Machine(4, 3));
        State = StateStore.OpenInMemory();
        Providers = [new ConnectedProvider(Hypervisor, Hypervisor)];
    }

    public VirtualTime Time { get; } = new();

    public FakeHypervisor Hypervisor { get; }

    public StateStore State { get; set; }

    public IReadOnlyList<ConnectedProvider> Providers { get; set; }

    public Policy Policy { get; set; } = new() { DefaultMode = OperatingMode.Autopilot };

    public ClusterLoopOptions Options { get; set; } = new() { Cluster = Fleets.Cluster };

    /// <summary>The guard rails of loops that are created from now on.</summary>
    public Func<Plan, FleetSnapshot, Outlook, Policy, ReviewContext, Review> Rails { get; set; } = Review;

    /// <summary>Snapshots that were decided on, newest last.</summary>
    public List<FleetSnapshot> Seen { get; } = [];

    public ClusterLoop Loop { get; private set; } = null!;

    /// <summary>What was measured before; an empty store of each loop's own when null.</summary>
    public ITelemetryStore? Telemetry { get; set; }

    /// <summary>Of the newest loop.</summary>
    public FleetForecaster? Forecaster { get; private set; }

    /// <summary>Runs a loop until the world ends.</summary>
    public ClusterLoop Start()
    {
        Loop = Create();
        Time.Start(() => Loop.RunAsync(_end.Token));

        return Loop;
    }

    public ClusterLoop Create()
    {
        Forecaster = new FleetForecaster(new ForecastOptions());
        var loop = new ClusterLoop(
            Options, Policy, Providers, Telemetry ?? new InMemoryTelemetryStore(), State, Forecaster, Time,
            NullLogger<ClusterLoop>.Instance)
        {
            Decide = Decide,
            Review = Rails,
        };
        _loops.Add(loop);

        return loop;
    }

    /// <summary>Scripts the next decision: each action needs the one before when <paramref name="chained"/>.</summary>
    public void Next(FleetAction[] actions, bool chained = false)
    {
        int plan = ++_plans;
        _decisions.Enqueue(_ => PlanOf($"plan{plan}", actions, chained));
    }

    public void Next(Func<FleetSnapshot, Plan> decision) => _decisions.Enqueue(decision);

    public static Plan PlanOf(string prefix, FleetAction[] actions, bool chained = false) => new(
        [.. actions.Select((action, i) => new PlannedAction(
            new ActionId($"{prefix}-{i}"), action, chained && i > 0 ? [new ActionId($"{prefix}-{i - 1}")] : [], ["test"],
            "Because the test says so.", "The test sees it.", 1, 1))],
        [], "A scripted plan.");

    /// <summary>The newest outcome of an action of the newest plan that has one.</summary>
    public ActionOutcome Outcome(string id) =>
        Loop.State.Plans.SelectMany(plan => plan.Outcomes).First(outcome => outcome.Id.Value == id);

    public void RunUntil(Func<LoopState, bool> isSo, TimeSpan? limit = null) =>
        Time.RunUntil(() => isSo(Loop.State), limit ?? TimeSpan.FromHours(3));

    public void RunUntilEnded(string id) => RunUntil(state => state.Plans
        .SelectMany(plan => plan.Outcomes).Any(outcome => outcome.Id.Value == id && outcome.EndedAt is not null));

    /// <summary>Ends the running loop as a shutdown does.</summary>
    public void Stop() => Time.Run(async () => await Loop.DisposeAsync());

    /// <summary>Forgets the running loop: its process is dead, so it cannot even end.</summary>
    public void Abandon()
    {
        foreach (var loop in _loops)
        {
            Time.Run(async () =>
            {
                try
                {
                    await loop.DisposeAsync();
                }
                catch (InvalidOperationException)
                {
                    // It wanted to write; the dead write nothing.
                }
            });
        }

        _loops.Clear();
    }

    public void Dispose()
    {
        _end.Cancel();
        foreach (var loop in _loops)
        {
            Time.Run(async () => await loop.DisposeAsync());
        }

        State.Dispose();
        _end.Dispose();
    }

    /// <summary>Guard rails without rules: the policy's default mode decides alone.</summary>
    public static Review Review(Plan plan, FleetSnapshot fleet, Outlook outlook, Policy policy, ReviewContext context)
    {
        ImmutableArray<PlannedAction> none = [];

        return policy.DefaultMode switch
        {
            OperatingMode.Autopilot => new Review(new ApprovedPlan(plan.Actions), none, none, []),
            OperatingMode.Approve => new Review(
                new ApprovedPlan([.. plan.Actions.Where(action => context.ApprovedActions.Contains(action.Id))]),
                [.. plan.Actions.Where(action => !context.ApprovedActions.Contains(action.Id))], none, []),
            _ => new Review(new ApprovedPlan([]), none, plan.Actions, []),
        };
    }

    private Plan Decide(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        Seen.Add(fleet);

        return _decisions.TryDequeue(out var decision) ? decision(fleet) : Plan.Empty("Nothing to do.");
    }
}
