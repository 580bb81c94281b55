using System.Threading.Channels;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Carries out the actions of one provider in rounds: ask about those under way, look at the inventory once
/// for all, conclude those that have ended, start those that may start.</summary>
/// <remarks>A lane a provider, so that one that hangs holds up nobody else. Every round works from what is journalled,
/// so after an error or a restart the next round simply goes on.</remarks>
internal sealed partial class ExecutionLane(ProviderId provider, IHypervisorActuator actuator, ExecutionScene scene)
{
    private const int MostSends = 3;

    private readonly ProviderCall _call = new(scene.Options.ProviderDeadline, scene.Time);

    // One token is enough: it says "look again", and a lane that is awake looks anyway.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private string _lastTrouble = "";

    /// <summary>Something may have to be started.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Works until cancelled; sleeps while nothing is open.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _wake.Reader.WaitToReadAsync(cancellationToken))
        {
            _wake.Reader.TryRead(out _);
            while (Mine().Any())
            {
                await RoundAsync(cancellationToken);
                if (Mine().Any())
                {
                    await Task.Delay(scene.Options.PollInterval, scene.Time, cancellationToken);
                }
            }
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAboutRunningAsync(cancellationToken);
            if (await LookAsync(cancellationToken))
            {
                Conclude();
                await StartAsync(cancellationToken);
            }

            _lastTrouble = "";
        }
        catch (StateUnavailableException trouble)
        {
            // Nothing was changed in memory that is not on disk; the next round tries again.
            TellOnce(trouble.Message);
        }
    }

    private IEnumerable<ActionRun> Mine() => scene.Actions.Open.Where(run => run.Provider == provider);

    private List<ActionRun> UnderWay() => [.. Mine().Where(run => run.Entry.IsUnderWay)];

    private DateTimeOffset Now => scene.Time.GetUtcNow();

    // Reads the inventory when something has ended, which needs a look from after that, or may start, which needs a
    // fresh one. False when there is nothing to decide or the provider does not answer: no data, no action.
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        bool hasEnded = Mine().Any(run => run.Reported is not null);
        bool mayStart = Mine().Any(run => run.Entry.Phase == JournalPhase.Waiting);
        var asked = Now;
        bool isFresh = scene.Inventory.FreshAsOf(provider) is { } asOf && asked - asOf <= scene.Options.FreshWithin;
        if (hasEnded || (mayStart && !isFresh && CouldStart()))
        {
            await scene.Inventory.ReadAsync(provider, cancellationToken);
            isFresh = scene.Inventory.FreshAsOf(provider) >= asked;
        }

        return isFresh;
    }

    private bool CouldStart() =>
        !scene.IsPaused()
        && Mine().Any(run => run.Entry.Phase == JournalPhase.Waiting && Obstacle(run) is null && IsReady(run));

    private void TellOnce(string trouble)
    {
        if (trouble != _lastTrouble)
        {
            _lastTrouble = trouble;
            scene.Tell(provider, trouble);
        }
    }
}
