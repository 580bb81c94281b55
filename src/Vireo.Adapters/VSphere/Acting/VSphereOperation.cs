using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>One action on its way.</summary>
internal sealed class VSphereOperation : IDisposable
{
    private readonly CancellationTokenSource _abort = new();
    private volatile ActionStatus _status = new(ActionPhase.Running, 0, "");

    /// <summary>How far it has come.</summary>
    public ActionStatus Status => _status;

    /// <summary>Cancelled when it is to be aborted.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>Completes when it has ended, whichever way; never fails.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Lets it run; its end becomes its status.</summary>
    public void Run(Func<VSphereOperation, Task<string>> body) => Running = RunAsync(body);

    /// <summary>Says how far it has come.</summary>
    public void Advance(double progress) => _status = _status with { Progress = progress };

    /// <summary>Asks it to end.</summary>
    public Task AbortAsync() => _abort.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _abort.Dispose();

    private async Task RunAsync(Func<VSphereOperation, Task<string>> body)
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
        catch (Exception refused) when (refused is VimException or ProviderException)
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
