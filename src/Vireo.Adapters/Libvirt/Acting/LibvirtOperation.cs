using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>One action on its way.</summary>
/// <param name="uuid">The machine it is done to.</param>
/// <param name="source">Where the machine was when it began.</param>
internal sealed class LibvirtOperation(string uuid, LibvirtHost source) : IDisposable
{
    private readonly CancellationTokenSource _abort = new();
    private volatile ActionStatus _status = new(ActionPhase.Running, 0, "");

    /// <summary>The machine it is done to.</summary>
    public string Uuid { get; } = uuid;

    /// <summary>Where the machine was when it began.</summary>
    public LibvirtHost Source { get; } = source;

    /// <summary>Whether it is a move, which is a job of libvirt's.</summary>
    public bool IsMigration { get; init; }

    /// <summary>How far it has come.</summary>
    public ActionStatus Status => _status;

    /// <summary>Cancelled when it is to be aborted.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>Completes when it has ended, whichever way; never fails.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Lets it run; its end becomes its status.</summary>
    public void Run(Func<LibvirtOperation, Task<string>> body) => Running = RunAsync(body);

    /// <summary>Says why it is still under way.</summary>
    public void Explain(string detail) => _status = _status with { Detail = detail };

    /// <summary>Asks it to end.</summary>
    public Task AbortAsync() => _abort.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _abort.Dispose();

    private async Task RunAsync(Func<LibvirtOperation, Task<string>> body)
    {
        // What starts it does not wait for it.
        await Task.Yield();
        try
        {
            _status = new ActionStatus(ActionPhase.Succeeded, 1, await body(this));
        }
        catch (OperationCanceledException)
        {
            _status = new ActionStatus(ActionPhase.Failed, 1, "It was aborted.");
        }
        catch (ProviderException refused)
        {
            _status = new ActionStatus(ActionPhase.Failed, 1, refused.Message);
        }
        catch (Exception defect)
        {
            // An operation always has an end that can be asked for.
            _status = new ActionStatus(ActionPhase.Failed, 1, $"The adapter failed: {defect.Message}");
        }
    }
}
