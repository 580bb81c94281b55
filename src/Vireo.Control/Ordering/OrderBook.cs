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
            new OrderRecord(order, OrderStatus.Waiting, "")
            {
                Number = Records.Select(record => record.Number).DefaultIfEmpty().Max() + 1,
            },
            .. Records.Where((record, place) => !record.HasEnded || place < show - 1),
        ];
        state.InTransaction(() =>
        {
            Write(all);
            audit();
        });
        Records = all;
    }

    /// <summary>Takes an order back; on disk before it counts. One that is under way goes on until its abort shows.</summary>
    /// <exception cref="InvalidOperationException">There is none of that number, or it has ended.</exception>
    /// <exception cref="StateUnavailableException">It cannot be saved.</exception>
    public OrderRecord Cancel(long number, string user, DateTimeOffset at, Action audit)
    {
        int place = Enumerable.Range(0, Records.Length).FirstOrDefault(i => Records[i].Number == number, -1);
        if (place < 0)
        {
            throw new InvalidOperationException($"There is no order {number} among the newest {show}.");
        }

        var record = Records[place];
        if (record.HasEnded)
        {
            throw new InvalidOperationException($"Order {number} has ended already: {record.Status}. {record.Detail}".TrimEnd());
        }

        var next = record.Status == OrderStatus.Waiting
            ? record with { Status = OrderStatus.Cancelled, CancelledBy = user, Detail = $"{user} cancelled it before it began.", EndedAt = at }
            : record with { CancelledBy = user };
        var all = Records.SetItem(place, next);
        state.InTransaction(() =>
        {
            Write(all);
            audit();
        });
        Records = all;

        return next;
    }

    /// <summary>Follows the actions that carry an order out. One that was never sent leaves it waiting.</summary>
    public void Note(JournalEntry entry)
    {
        Change(record => !record.HasEnded && IsOf(record, entry), record => After(record, entry));
        Change(record => record.Status == OrderStatus.Waiting && IsBefore(record, entry), record => AfterFirst(record, entry));
    }

    private static bool IsOf(OrderRecord record, JournalEntry entry) => record.Action is { } id
        ? id == entry.Id
        : entry.StartedAt >= record.Order.RequestedAt && record.Order.Action == entry.Planned.Action;

    private static bool IsBefore(OrderRecord record, JournalEntry entry) =>
        entry.StartedAt >= record.Order.RequestedAt && record.Order.First == entry.Planned.Action;

    private static OrderRecord After(OrderRecord record, JournalEntry entry) => entry.Phase switch
    {
        JournalPhase.Succeeded => record with
        {
            Status = OrderStatus.Done,
            Detail = record.CancelledBy is null ? entry.Detail : $"It was done before it could be aborted. {entry.Detail}".TrimEnd(),
            Action = entry.Id,
            EndedAt = entry.EndedAt,
        },
        JournalPhase.Failed or JournalPhase.TimedOut or JournalPhase.Aborted => record with
        {
            Status = record.CancelledBy is null ? OrderStatus.Failed : OrderStatus.Cancelled,
            Detail = entry.Detail,
            Action = entry.Id,
            EndedAt = entry.EndedAt,
        },
        JournalPhase.Waiting or JournalPhase.Skipped =>
            record with { Status = OrderStatus.Waiting, Detail = entry.Detail, Action = null },
        _ => record with { Status = OrderStatus.Running, Detail = entry.Detail, Action = entry.Id },
    };

    // Without the snapshot that was to come before, the rest does not come.
    private static OrderRecord AfterFirst(OrderRecord record, JournalEntry entry) => entry.Phase switch
    {
        JournalPhase.Failed or JournalPhase.TimedOut or JournalPhase.Aborted => record with
        {
            Status = OrderStatus.Failed,
            Detail = $"The snapshot before it was not taken, so it was not begun. {entry.Detail}".TrimEnd(),
            EndedAt = entry.EndedAt,
        },
        JournalPhase.Sending or JournalPhase.Running => record with { Detail = "The snapshot before it is being taken." },
        _ => record,
    };

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
