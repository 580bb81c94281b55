using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <summary>A request that waits for its answer.</summary>
internal abstract class PendingCall
{
    /// <summary>The result is there.</summary>
    /// <exception cref="OvsdbMalformed">It cannot be read; the connection ends of it.</exception>
    public abstract void Answer(JsonElement result);

    /// <summary>There is none.</summary>
    public abstract void Fail(OvsdbException failure);
}

/// <summary>A request whose answer becomes a value.</summary>
internal sealed class PendingCall<T>(Func<JsonElement, T> read) : PendingCall
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The value.</summary>
    public Task<T> Task => _answer.Task;

    /// <inheritdoc/>
    public override void Answer(JsonElement result)
    {
        try
        {
            _answer.TrySetResult(OvsdbJson.InUnicode(() => read(result)));
        }
        catch (OvsdbFault refused)
        {
            _answer.TrySetException(refused);
        }
        catch (OvsdbException failure)
        {
            _answer.TrySetException(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Fail(OvsdbException failure) => _answer.TrySetException(failure);
}
