using Vireo.Fleet;

namespace Vireo.Simulation;

/// <summary>Runs the control loop again over a fleet's own past, in virtual time, on a simulated copy of the
/// fleet.</summary>
public static class FleetReplay
{
    // Nothing in a replay is random but what a seed of its own makes the same each time.
    private const long Seed = 1;

    /// <summary>Runs one policy over the past. The same past and policy give the same figures.</summary>
    /// <param name="history">What was recorded.</param>
    /// <param name="policy">Decides alone: everything that passes review is carried out, whatever its modes say. Pools,
    /// groups and templates rest, for they answer to load that they themselves would have changed.</param>
    /// <param name="progress">Told how far it has come, 0 to 1.</param>
    /// <param name="afterDecision">Called on the replay's thread after each decision; it may wait, to leave processors
    /// to others.</param>
    /// <param name="cancellationToken">Stops it between two decisions.</param>
    public static SimulationResult Run(
        RecordedHistory history, Policy policy, IProgress<double>? progress, Action afterDecision,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(policy);

        return Run(history, policy, asked: policy, progress, afterDecision, cancellationToken);
    }

    /// <summary>The two policies one after the other, and the judgement. Broken rules and missing spare capacity are
    /// counted by what the candidate asks for in both: that is what will be in force.</summary>
    /// <param name="history">What was recorded.</param>
    /// <param name="current">In force now.</param>
    /// <param name="candidate">Thought of instead.</param>
    /// <param name="progress">Told how far both have come together, 0 to 1.</param>
    /// <param name="afterDecision">As for one.</param>
    /// <param name="cancellationToken">Stops it between two decisions.</param>
    public static ReplayComparison Compare(
        RecordedHistory history, Policy current, Policy candidate, IProgress<double> progress, Action afterDecision,
        CancellationToken cancellationToken)
    {
        var first = Run(history, current, asked: candidate, new Part(progress, 0), afterDecision, cancellationToken);
        var second = Run(history, candidate, asked: candidate, new Part(progress, 0.5), afterDecision, cancellationToken);

        return new ReplayComparison(
            history.From, history.To, history.PlacedAsOf, history.Coverage, history.Notes, first, second,
            ReplayJudge.Judge(first, AsPromised(second, candidate)));
    }

    private static SimulationResult Run(
        RecordedHistory history, Policy policy, Policy asked, IProgress<double>? progress, Action afterDecision,
        CancellationToken cancellationToken)
    {
        long startedAt = TimeProvider.System.GetTimestamp();
        var run = new SimulationRun(
            history.Scenario, Alone(policy), SimulationClock.For(history.Scenario, (history.To - history.From).TotalDays),
            static (hypervisor, _) => new ConnectedProvider(hypervisor, hypervisor))
        {
            Before = history.Before,
            Asked = asked,
        };
        run.Decided += _ => afterDecision();
        run.Run(progress, cancellationToken);

        return run.Result(Seed, TimeProvider.System.GetElapsedTime(startedAt));
    }

    // Who promises no spare host does not break that promise.
    private static SimulationResult AsPromised(SimulationResult result, Policy policy) =>
        policy.SpareFaultDomains == 0 ? result with { SpareBreachMinutes = null } : result;

    private static Policy Alone(Policy policy) => policy with
    {
        DefaultMode = OperatingMode.Autopilot,
        Modes = [],
        Pools = [],
        Groups = [],
        Templates = [],
    };

    private sealed class Part(IProgress<double> whole, double from) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value / 2));
    }
}
