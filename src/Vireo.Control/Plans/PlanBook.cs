using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The newest plans with what became of them; saved whenever a status changes.</summary>
internal sealed class PlanBook(
    ClusterId cluster, StateStore state, int capacity, Action<PlanRecord, DateTimeOffset> closed)
{
    private readonly SortedDictionary<long, Page> _pages = [];
    private readonly HashSet<long> _dirty = [];

    /// <summary>Newest first, with outcomes as of the last <see cref="Settle"/>.</summary>
    public ImmutableArray<PlanRecord> Records => [.. _pages.Values.Reverse().Select(page => page.Record)];

    /// <summary>The newest; null before the first.</summary>
    public PlanRecord? Newest => _pages.Count > 0 ? _pages.Values.Last().Record : null;

    /// <summary>Finds a plan by its receipt; null when it is unknown or too old.</summary>
    public PlanRecord? Find(long receipt) => _pages.GetValueOrDefault(receipt)?.Record;

    /// <summary>Reads what earlier lives left.</summary>
    public void Load()
    {
        foreach (var record in state.Plans.Newest(cluster, capacity, state.Receipts, state.Journal))
        {
            var page = new Page(record, hostsOn: null);
            foreach (var entry in state.Journal.OfReceipt(record.Receipt.Id))
            {
                page.Entries[entry.Id] = entry;
            }

            _pages.Add(record.Receipt.Id, page);
            _dirty.Add(record.Receipt.Id);
        }
    }

    /// <summary>Opens a page for a new plan.</summary>
    /// <param name="record">The plan as reviewed.</param>
    /// <param name="hostsOn">Hosts running now, to measure the effect against.</param>
    public void Add(PlanRecord record, int hostsOn)
    {
        if (record.Status == PlanStatus.Repeated)
        {
            LeaveOutRepeated();
        }

        _pages.Add(record.Receipt.Id, new Page(record, hostsOn));
        state.Plans.Save(cluster, record);
        LeaveOut();
    }

    // While people think, each cycle would add one that only says the same: the newest of them is enough.
    private void LeaveOutRepeated()
    {
        foreach (long older in _pages.Where(page => page.Value.Record.Status == PlanStatus.Repeated).Select(page => page.Key).ToList())
        {
            _pages.Remove(older);
        }
    }

    // The newest stay in sight, and as many older ones of which people are asked.
    private void LeaveOut()
    {
        foreach (long older in _pages.Keys.Take(_pages.Count - capacity).ToList())
        {
            if (_pages[older].Record.AwaitingApproval.IsEmpty || _pages.Count > 2 * capacity)
            {
                _pages.Remove(older);
            }
        }
    }

    /// <summary>Changes what is known of a plan.</summary>
    public void Change(long receipt, Func<PlanRecord, PlanRecord> change)
    {
        var page = _pages[receipt];
        page.Record = change(page.Record);
        state.Plans.Save(cluster, page.Record);
        _dirty.Add(receipt);
    }

    /// <summary>Takes an action's newest entry.</summary>
    public void Note(JournalEntry entry)
    {
        if (_pages.TryGetValue(entry.Receipt, out var page))
        {
            page.Entries[entry.Id] = entry;
            _dirty.Add(entry.Receipt);
        }
    }

    /// <summary>Plans that wait for a person and match, oldest first.</summary>
    public List<PlanRecord> Waiting(Func<PlanRecord, bool> which) =>
    [
        .. _pages.Values.Select(page => page.Record)
            .Where(record => !record.AwaitingApproval.IsEmpty && which(record)),
    ];

    /// <summary>What older plans ask and no decision has wanted for a while: out of date, whoever might still approve
    /// it.</summary>
    /// <param name="newest">The newest decision.</param>
    /// <param name="now">Its instant.</param>
    /// <param name="patience">For how long nobody has to have wanted it. What an earlier life asked is taken as wanted at the
    /// first look.</param>
    public List<(long Receipt, HashSet<ActionId> Actions)> Unwanted(Plan newest, DateTimeOffset now, TimeSpan patience)
    {
        var asks = new PlanQuestions(newest);
        var wanted = newest.Actions.Select(action => asks.SubjectOf(action.Action)).ToHashSet();
        List<(long, HashSet<ActionId>)> found = [];
        foreach (var (receipt, page) in _pages.Where(page => !page.Value.Record.AwaitingApproval.IsEmpty))
        {
            if (page.Unwanted(wanted, now, patience) is { Count: > 0 } unwanted)
            {
                found.Add((receipt, unwanted));
            }
        }

        return found;
    }

    /// <summary>Plans that people have rejected and that were made since an instant, oldest first.</summary>
    public List<PlanRecord> RejectedSince(DateTimeOffset instant) =>
    [
        .. _pages.Values.Select(page => page.Record)
            .Where(record => record.Status == PlanStatus.Rejected && record.Receipt.At >= instant),
    ];

    /// <summary>Brings the outcomes up to date and closes plans whose last action has ended.</summary>
    public void Settle(DateTimeOffset now, int hostsOn)
    {
        foreach (long receipt in _dirty.Order())
        {
            if (_pages.TryGetValue(receipt, out var page))
            {
                page.Record = page.Record with
                {
                    Outcomes = [.. page.Entries.Values.OrderBy(entry => entry.Position).Select(entry => entry.Outcome)],
                };
                Close(page, now, hostsOn);
            }
        }

        _dirty.Clear();
    }

    private void Close(Page page, DateTimeOffset now, int hostsOn)
    {
        if (page.Record.Status != PlanStatus.Executing || page.Entries.Values.Any(entry => !entry.HasEnded))
        {
            return;
        }

        var effect = new MeasuredEffect(
            now, page.HostsOn, hostsOn,
            page.Count(JournalPhase.Succeeded),
            page.Entries.Values.Count(entry => entry.HasFailed),
            page.Count(JournalPhase.Skipped));
        page.Record = page.Record with { Status = PlanStatus.Done, Effect = effect };
        state.InTransaction(() =>
        {
            state.Plans.Save(cluster, page.Record);
            state.Receipts.RecordEffect(page.Record.Receipt.Id, effect);
            closed(page.Record, now);
        });
    }

    private sealed class Page(PlanRecord record, int? hostsOn)
    {
        public PlanRecord Record { get; set; } = record;

        public int? HostsOn { get; } = hostsOn;

        public Dictionary<ActionId, JournalEntry> Entries { get; } = [];

        private Dictionary<ActionId, DateTimeOffset> LastWanted { get; } = [];

        public HashSet<ActionId> Unwanted(HashSet<string> wanted, DateTimeOffset now, TimeSpan patience)
        {
            var asks = new PlanQuestions(Record.Plan);
            var waiting = Record.AwaitingApproval.ToHashSet();
            HashSet<ActionId> unwanted = [];
            foreach (var action in Record.Plan.Actions.Where(action => waiting.Contains(action.Id)))
            {
                if (wanted.Contains(asks.SubjectOf(action.Action)) || !LastWanted.TryGetValue(action.Id, out var last))
                {
                    LastWanted[action.Id] = now;
                }
                else if (now - last >= patience)
                {
                    unwanted.Add(action.Id);
                }
            }

            return unwanted;
        }

        public int Count(JournalPhase phase) => Entries.Values.Count(entry => entry.Phase == phase);
    }
}
