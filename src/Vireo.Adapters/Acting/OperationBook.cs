using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.Acting;

/// <summary>The actions that an adapter has begun, so that one that is sent again is not done again (S20), and the newest
/// leader that it has seen, so that an older one is refused (S22).</summary>
/// <param name="refuseOlder">Refuses a fencing token that is older than the newest seen, in the adapter's
/// words.</param>
internal sealed class OperationBook<TOperation>(Action<long, long> refuseOlder)
    where TOperation : Operation
{
    private const int Remembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ActionId, TOperation> _operations = [];
    private readonly Queue<ActionId> _order = new();
    private long _fence = long.MinValue;

    /// <summary>The newest fencing token.</summary>
    public long Fence
    {
        get
        {
            lock (_gate)
            {
                return _fence;
            }
        }
    }

    /// <summary>All that are remembered.</summary>
    public ImmutableArray<TOperation> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _operations.Values];
            }
        }
    }

    /// <summary>An action that was begun or found again; null when it is not known.</summary>
    public TOperation? Find(ActionId id)
    {
        lock (_gate)
        {
            return _operations.GetValueOrDefault(id);
        }
    }

    /// <summary>Whether an action was begun already.</summary>
    /// <exception cref="ProviderException">Its leader is not the newest.</exception>
    public bool IsBegun(ActionRequest request)
    {
        lock (_gate)
        {
            refuseOlder(request.FencingToken, _fence);
            _fence = request.FencingToken;

            return _operations.ContainsKey(request.Id);
        }
    }

    /// <summary>Lets an action run, unless it does.</summary>
    public void Launch(ActionId id, TOperation operation, Func<TOperation, Task<string>> body)
    {
        lock (_gate)
        {
            if (!_operations.TryAdd(id, operation))
            {
                operation.Dispose();
                return;
            }

            _order.Enqueue(id);
            if (_order.Count > Remembered && _operations.Remove(_order.Dequeue(), out var forgotten))
            {
                forgotten.Dispose();
            }
        }

        operation.Run(() => body(operation));
    }
}
