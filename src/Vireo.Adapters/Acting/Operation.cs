using Vireo.Fleet;

namespace Vireo.Adapters.Acting;

/// <summary>One action on its way to a hypervisor.</summary>
internal class Operation : IDisposable
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
    /// <param name="body">Does it and says how it ended. What the hypervisor refuses is a
    /// <see cref="ProviderException"/>.</param>
    public void Run(Func<Task<string>> body) => Running = RunAsync(body);

    /// <summary>Says why it is still under way.</summary>
    public void Explain(string detail) => _status = _status with { Detail = detail };

    /// <summary>Says how far it has come, 0 to 1.</summary>
    public void Advance(double progress) => _status = _status with { Progress = progress };

    /// <summary>Asks it to end.</summary>
    public Task AbortAsync() => _abort.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _abort.Dispose();

    private async Task RunAsync(Func<Task<string>> body)
    {
        // What starts it does not wait for it.
        await Task.Yield();
        try
        {
            _status = new ActionStatus(ActionPhase.Succeeded, 1, await body());
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
