using System.Collections.Immutable;
using System.Threading.Channels;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Messages;
using Vireo.Adapters.OpenFlow.Text;

namespace Vireo.Adapters.OpenFlow;

/// <summary>Keeps one switch as it is declared: takes its role, compares, changes what differs, and does so again whenever
/// the switch says that something of ours is gone, and from time to time in any case.</summary>
internal sealed class SwitchKeeper
{
    // Wires are looked for above all other flows: a wire that is not seen is one that is not used.
    private const string DiscoveryFlow = "table=0,priority=65535,dl_dst=01:80:c2:00:00:0e,dl_type=0x88cc actions=CONTROLLER:65535";

    private static readonly Flow Discovery = FlowText.Parse(DiscoveryFlow);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly OpenFlowSettings _settings;
    private readonly TimeProvider _time;
    private readonly Action<string> _tell;
    private readonly ulong _cookie;
    private Wanted _wanted;
    private SwitchStanding? _standing;

    /// <summary>For a switch that is connected.</summary>
    /// <param name="session">The switch.</param>
    /// <param name="settings">As what we come.</param>
    /// <param name="program">What is declared of it; null when nothing is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Gets a line for whatever happens.</param>
    public SwitchKeeper(SwitchSession session, OpenFlowSettings settings, SwitchProgram? program, TimeProvider time, Action<string> tell)
    {
        Session = session;
        _settings = settings;
        _time = time;
        _tell = tell;
        _cookie = SwitchProgram.CookieOf(settings.Owner);
        _wanted = WantedOf(program);
    }

    /// <summary>The switch.</summary>
    public SwitchSession Session { get; }

    /// <summary>How it stood when it was last compared; null before that.</summary>
    public SwitchStanding? Standing => Volatile.Read(ref _standing);

    /// <summary>Called when <see cref="Standing"/> changed; is told whether it is the first.</summary>
    public Action<bool> OnStanding { get; set; } = _ => { };

    /// <summary>Something else is declared of it.</summary>
    public void Declare(SwitchProgram? program)
    {
        Volatile.Write(ref _wanted, WantedOf(program));
        Volatile.Write(ref _standing, null);
        _signals.Writer.TryWrite(true);
    }

    /// <summary>A flow is gone. Those of ours that should be there are put back.</summary>
    public void Removed(FlowRemoved flow)
    {
        if ((flow.Cookie & SwitchProgram.OwnerMask) == _cookie && Volatile.Read(ref _wanted).Keys.Contains(flow.Key))
        {
            _signals.Writer.TryWrite(true);
        }
    }

    /// <summary>Runs until the connection ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TakeRoleAsync(_settings.Role, cancellationToken);
            while (Session.Why is null)
            {
                if (Session.Role != ControllerRole.Slave)
                {
                    await ReconcileAsync(cancellationToken);
                }

                await NextAsync(cancellationToken);

                // Another may have become the master meanwhile.
                await Session.AskRoleAsync(ControllerRole.NoChange, _settings.Generation, cancellationToken);
            }
        }
        catch (OpenFlowRefused refused)
        {
            Session.Close($"{refused.Message} The connection is closed.");
        }
        catch (OpenFlowException lost)
        {
            // Whoever waits for the end of the connection tells of it. One that still stands but gave no answer is not kept any
            // more: the switch comes anew.
            Session.Close(lost.Message);
        }
    }

    /// <summary>Compares with what is declared, and changes what differs: what is new first, and what is no longer declared
    /// only when all of that is confirmed.</summary>
    public async Task<SwitchStanding> ReconcileAsync(CancellationToken cancellationToken)
    {
        var wanted = Volatile.Read(ref _wanted);
        var there = await Session.ReadAsync(cancellationToken);
        var diff = ProgramDiff.Between(there, wanted.Program, _cookie, wanted.IsDeclared);
        var problems = diff.Conflicts.ToBuilder();
        int made = 0;
        int removed = 0;
        if (!diff.Make.IsEmpty)
        {
            var outcome = await Session.ChangeAsync(diff.Make, cancellationToken);
            made = outcome.Sent - outcome.Refused;
            Add(problems, outcome);
        }

        if (problems.Count == 0 && !diff.Remove.IsEmpty)
        {
            var outcome = await Session.ChangeAsync(diff.Remove, cancellationToken);
            removed = outcome.Sent - outcome.Refused;
            Add(problems, outcome);
        }

        int ours = there.Flows.Count(flow => (flow.Cookie & SwitchProgram.OwnerMask) == _cookie);
        var standing = new SwitchStanding(
            _time.GetUtcNow(), there.Flows.Length, ours, diff.InPlace, made, removed, problems.ToImmutable());
        Report(standing);

        return standing;
    }

    private async Task TakeRoleAsync(ControllerRole role, CancellationToken cancellationToken)
    {
        try
        {
            // What is asked for is what everybody begins as.
            if (role != ControllerRole.Equal)
            {
                await Session.AskRoleAsync(role, _settings.Generation, cancellationToken);
            }
        }
        catch (OpenFlowRefused stale) when (stale.Error == SwitchError.StaleRole)
        {
            _tell($"{Session.Peer}: a newer controller leads than generation {_settings.Generation}; this one only looks.");
            await Session.AskRoleAsync(ControllerRole.NoChange, _settings.Generation, cancellationToken);
            if (Session.Role != ControllerRole.Slave)
            {
                // As long as another leads nothing is changed here, whatever the switch would let us do.
                Session.YieldTo();
            }
        }
    }

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_settings.AuditEvery, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var signal = _signals.Reader.WaitToReadAsync(either.Token).AsTask();
        if (await Task.WhenAny(signal, Session.Ended) == Session.Ended)
        {
            await either.CancelAsync();
        }

        try
        {
            await signal;
            _signals.Reader.TryRead(out _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is time to compare in any case, or the connection ended.
        }
    }

    private void Report(SwitchStanding standing)
    {
        var before = Standing;
        Volatile.Write(ref _standing, standing);
        if (standing.Made > 0 || standing.Removed > 0)
        {
            _tell($"{Session.Peer}: {standing.Made} made, {standing.Removed} removed, {standing.InPlace} flows stood already.");
        }

        foreach (string problem in standing.Problems.Except(before?.Problems ?? []))
        {
            _tell($"{Session.Peer}: {problem}");
        }

        OnStanding(before is null);
    }

    private static void Add(ImmutableArray<string>.Builder problems, ChangeOutcome outcome)
    {
        problems.AddRange(outcome.Failures.Select(failure => $"refused: {failure}."));
        if (outcome.Refused > outcome.Failures.Length)
        {
            problems.Add($"{outcome.Refused - outcome.Failures.Length} more are refused.");
        }
    }

    private Wanted WantedOf(SwitchProgram? program)
    {
        var whole = program ?? SwitchProgram.Empty;
        whole = _settings.DiscoverEvery is null ? whole : whole.With(Discovery);

        return new Wanted(whole, program is not null, [.. whole.Flows.Select(flow => flow.Key)]);
    }

    private sealed record Wanted(SwitchProgram Program, bool IsDeclared, HashSet<FlowKey> Keys);
}
