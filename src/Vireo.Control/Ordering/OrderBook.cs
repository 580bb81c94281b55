using System.Collections.Immutable;
using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What people ordered to be done to machines, from the order to its end. Each is sent once: what became of it is
/// found in the journal, also after a crash.</summary>
internal sealed class OrderBook(ClusterId cluster, StateStore state, int show)
{
    private const string Key = "orders";

    private bool _isChanged;

    /// <summary>Newest first.</summary>
    public ImmutableArray<OrderRecord> Records { get; private set; } = [];

    /// <summary>What has not begun, oldest first.</summary>
    public ImmutableArray<MachineOrder> Waiting =>
        [.. Records.Where(record => record.Status == OrderStatus.Waiting).Select(record => record.Order).Reverse()];

    /// <summary>Reads what earlier lives left, and what the journal knows of it.</summary>
    public void Load()
    {
        if (state.Settings.Find(cluster, Key) is { } saved)
        {
            Records = JsonSerializer.Deserialize(saved, ControlJsonContext.Default.ImmutableArrayOrderRecord);
        }

        if (Records.Where(record => !record.HasEnded).Select(record => record.Order.RequestedAt).Order().ToList() is [var oldest, ..])
        {
            state.Journal.Since(cluster, oldest).ForEach(Note);
        }
    }

    /// <summary>Refuses a second order on a machine before the first has ended.</summary>
    /// <exception cref="InvalidOperationException">There is one.</exception>
    public void RequireFree(EntityId machine)
    {
        if (Records.FirstOrDefault(record => record.Order.Action.Target == machine && !record.HasEnded) is { } open)
        {
            throw new InvalidOperationException(
                $"{open.Order.RequestedBy} has ordered '{open.Words}' already, which has not ended.");
        }
    }

    /// <summary>Takes an order; on disk before it counts.</summary>
    /// <exception cref="StateUnavailableException">It cannot be saved.</exception>
    public void Add(MachineOrder order, Action audit)
    {
        ImmutableArray<OrderRecord> all =
        [
            new OrderRecord(order, OrderStatus.Waiting, ""), .. Records.Where((record, place) => !record.HasEnded || place < show - 1),
        ];
        state.InTransaction(() =>
        {
            Write(all);
            audit();
        });
        Records = all;
    }

    /// <summary>Follows the action that carries an order out. One that was never sent leaves it waiting.</summary>
    public void Note(JournalEntry entry) => Change(
        record => !record.HasEnded && (record.Action is { } id ? id == entry.Id
            : entry.StartedAt >= record.Order.RequestedAt && record.Order.Action == entry.Planned.Action),
        record => entry.Phase switch
        {
            JournalPhase.Succeeded => record with { Status = OrderStatus.Done, Detail = entry.Detail, Action = entry.Id, EndedAt = entry.EndedAt },
            JournalPhase.Failed or JournalPhase.TimedOut =>
                record with { Status = OrderStatus.Failed, Detail = entry.Detail, Action = entry.Id, EndedAt = entry.EndedAt },
            JournalPhase.Waiting or JournalPhase.Skipped =>
                record with { Status = OrderStatus.Waiting, Detail = entry.Detail, Action = null },
            _ => record with { Status = OrderStatus.Running, Detail = entry.Detail, Action = entry.Id },
        });

    /// <summary>Says of what waits why it does.</summary>
    /// <param name="why">By machine; null where nothing speaks against it.</param>
    public void Explain(Func<FleetAction, string?> why) => Change(
        record => record.Status == OrderStatus.Waiting,
        record => why(record.Order.Action) is { } reason ? record with { Detail = reason } : record);

    /// <summary>Ends what waits, where it is so.</summary>
    public void End(Func<MachineOrder, bool> which, OrderStatus status, string reason, DateTimeOffset at) => Change(
        record => record.Status == OrderStatus.Waiting && which(record.Order),
        record => record with
        {
            Status = status,
            Detail = status == OrderStatus.Expired && record.Detail.Length > 0 ? $"{reason} {record.Detail}" : reason,
            EndedAt = at,
        });

    /// <summary>Puts changes on disk; a crash before costs nothing, the journal knows.</summary>
    /// <exception cref="StateUnavailableException">They cannot be saved.</exception>
    public void Save()
    {
        if (_isChanged)
        {
            Write(Records);
            _isChanged = false;
        }
    }

    private void Write(ImmutableArray<OrderRecord> all) =>
        state.Settings.Set(cluster, Key, JsonSerializer.Serialize(all, ControlJsonContext.Default.ImmutableArrayOrderRecord));

    private void Change(Func<OrderRecord, bool> which, Func<OrderRecord, OrderRecord> how)
    {
        for (int i = 0; i < Records.Length; i++)
        {
            if (which(Records[i]) && how(Records[i]) is var next && next != Records[i])
            {
                Records = Records.SetItem(i, next);
                _isChanged = true;
            }
        }
    }
}
