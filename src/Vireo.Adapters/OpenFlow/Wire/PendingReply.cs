using Vireo.Adapters.OpenFlow.Messages;

namespace Vireo.Adapters.OpenFlow.Wire;

/// <summary>A request that waits for its answer.</summary>
internal abstract class PendingReply
{
    /// <summary>Something of the answer came.</summary>
    /// <exception cref="OpenFlowMalformed">It is not what was asked for.</exception>
    public abstract void Take(OpenFlowMessage message);

    /// <summary>No answer will come.</summary>
    public abstract void Fail(Exception why);
}

/// <summary>A request that waits for its answer, with what that will be.</summary>
internal abstract class PendingReply<T> : PendingReply
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer.</summary>
    public Task<T> Task => _answer.Task;

    /// <inheritdoc/>
    public override void Fail(Exception why) => _answer.TrySetException(why);

    private protected void Done(T answer) => _answer.TrySetResult(answer);
}

/// <summary>An answer that is one message.</summary>
internal sealed class SingleReply<T> : PendingReply<T>
    where T : OpenFlowMessage
{
    /// <inheritdoc/>
    public override void Take(OpenFlowMessage message) => Done(
        message as T ?? throw new OpenFlowMalformed($"A request was answered by {message.GetType().Name} where {typeof(T).Name} is expected."));
}

/// <summary>An answer in parts.</summary>
internal sealed class PartedReply<T>(MultipartKind kind, PartReader<T> read, long longest) : PendingReply<List<T>>
{
    private readonly List<T> _all = [];
    private long _length;

    /// <inheritdoc/>
    public override void Take(OpenFlowMessage message)
    {
        if (message is not MultipartReply part || part.Kind != kind)
        {
            throw new OpenFlowMalformed($"A request for {kind} was answered by {(message as MultipartReply)?.Kind.ToString() ?? message.GetType().Name}.");
        }

        _length += part.Body.Length + 1;
        if (_length > longest)
        {
            throw new OpenFlowMalformed($"An answer with {kind} is longer than {longest} bytes.");
        }

        var reader = new WireReader(part.Body.Span);
        while (reader.Left > 0)
        {
            _all.Add(read(ref reader));
        }

        if (part.IsLast)
        {
            Done(_all);
        }
    }
}
