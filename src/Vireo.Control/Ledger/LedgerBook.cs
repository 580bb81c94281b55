using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Control;

/// <summary>Holds what plans promised against what came of them.</summary>
internal sealed class LedgerBook(ClusterLoopOptions options, StateStore state, ITelemetryStore telemetry, TimeSpan step)
{
    private const double EnoughKnown = 0.8;
    private static readonly TimeSpan LongestActing = TimeSpan.FromDays(1);
    private readonly SortedDictionary<long, Page> _pages = [];

    /// <summary>Newest first.</summary>
    public ImmutableArray<LedgerEntry> Newest =>
        [.. _pages.Values.Reverse().Take(options.PlansToShow).Select(page => page.Entry)];

    /// <summary>What of a policy shapes its promises. Who may act, and where, does not.</summary>
    public static ContentHash TermsOf(Policy policy) => ContentHash.Of(policy with
    {
        Name = "",
        DefaultMode = OperatingMode.Observe,
        Modes = [],
        Pinned = [],
        Rules = [],
        Events = [],
        Pools = [],
        Groups = [],
        Templates = [],
        Network = null,
    });

    /// <summary>Reads what earlier lives left.</summary>
    public void Load()
    {
        foreach (var (entry, change) in state.Ledger.Newest(options.Cluster, options.LedgerEntriesToKeep))
        {
            _pages[entry.Plan] = new Page(entry, change);
        }
    }

    /// <summary>Opens an entry for what of a plan is about to be carried out; nothing to do where that leaves the
    /// placement alone.</summary>
    public void Open(
        Receipt receipt, ImmutableArray<PlannedAction> approved, FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        if (_pages.ContainsKey(receipt.Id) || PlacementChange.Before(fleet, approved, policy) is not { } before)
        {
            return;
        }

        var planned = before.With(approved.Select(action => action.Action));
        double[][]? demand = DemandRows.Forecast(before, outlook);
        Put(
            new LedgerEntry(receipt.Id, receipt.At, options.Cluster, policy.Name, TermsOf(policy))
            {
                PromisedWattHours = Promised(approved),
                CostWattHours = approved.Sum(action => action.CostWattHours),
                Moves = approved.Count(action => action.Action is Migration),
                Expected = demand is null ? null : PlacementPricing.Compare(planned, outlook.Step, demand),
            },
            before);
        Trim();
    }

    /// <summary>The last action of a plan has ended: from here its effect is measured. What earlier plans gained by hosts
    /// that it switched on again ends here.</summary>
    public void Close(PlanRecord record, DateTimeOffset now)
    {
        foreach (var on in Succeeded(record).Select(action => action.Action).OfType<PowerOnHost>())
        {
            CutShort(on.Host, now);
        }

        if (!_pages.TryGetValue(record.Receipt.Id, out var page) || page is not { Entry.Phase: LedgerPhase.Acting, Change: { } before })
        {
            return;
        }

        var done = Succeeded(record);
        var from = FloorTo(step, now);
        var entry = page.Entry with
        {
            Phase = LedgerPhase.Measuring,
            PromisedWattHours = Promised(done),
            CostWattHours = done.Sum(action => action.CostWattHours),
            MovesDone = done.Count(action => action.Action is Migration),
            IsWhole = record.Outcomes.All(outcome => outcome.Status == OutcomeStatus.Succeeded),
            From = from,
            To = from + before.Horizon,
        };
        if (done.IsEmpty)
        {
            Put(entry with { Phase = LedgerPhase.Unmeasured, Note = "None of its actions succeeded." }, change: null);
        }
        else
        {
            Put(entry, before.With(done.Select(action => action.Action)));
        }
    }

    private void CutShort(HostId host, DateTimeOffset now)
    {
        var end = FloorTo(step, now);
        var open = _pages.Values.Where(page => page is { Entry: { Phase: LedgerPhase.Measuring, To: { } to }, Change: { } change } &&
            to > end && change.Hosts.Any(one => one.Id == host && one is { IsOnBefore: true, IsOnAfter: false })).ToList();
        foreach (var page in open)
        {
            var from = page.Entry.From!.Value;
            var until = end > from ? end : from;
            Put(
                page.Entry with
                {
                    To = until,
                    Note = $"Host '{host}' was switched on again after {(until - from).TotalMinutes:0} minutes: what it saved ends there.",
                },
                page.Change! with { Horizon = until - from });
        }
    }

    /// <summary>Measures every plan whose horizon is over.</summary>
    /// <returns>Whether there is anything new.</returns>
    public bool Measure(DateTimeOffset now)
    {
        var known = FloorTo(step, now);
        var due = _pages.Values.Where(page => page is { Entry: { Phase: LedgerPhase.Measuring, To: { } to } } && to <= known).ToList();
        var lost = _pages.Values
            .Where(page => page.Entry.Phase == LedgerPhase.Acting && page.Entry.At < now - LongestActing).ToList();
        if (due.Count + lost.Count > 0)
        {
            state.InTransaction(() =>
            {
                due.ForEach(Measure);
                lost.ForEach(page => Put(
                    page.Entry with { Phase = LedgerPhase.Unmeasured, Note = "The end of its actions was not seen within a day." },
                    change: null));
            });
        }

        return due.Count > 0;
    }

    /// <summary>Judges a policy by its plans since an instant.</summary>
    public PromiseVerdict Judge(Policy policy, DateTimeOffset since)
    {
        var terms = TermsOf(policy);

        return PromiseCheck.Judge(
            _pages.Values.Select(page => page.Entry).Where(entry => entry.Terms == terms && entry.At >= since),
            options.PromiseShare);
    }

    private void Measure(Page page)
    {
        var (change, entry) = (page.Change!, page.Entry);
        double[][] demand = DemandRows.Measured(change, telemetry, entry.From!.Value, entry.To!.Value, step);
        double coverage = DemandRows.Coverage(demand);
        Put(
            coverage >= EnoughKnown
                ? entry with
                {
                    Phase = LedgerPhase.Measured,
                    Coverage = coverage,
                    Measured = PlacementPricing.Compare(change, step, demand),
                }
                : entry with
                {
                    Phase = LedgerPhase.Unmeasured,
                    Coverage = coverage,
                    Note = $"Only {coverage:P0} of the demand in its window was measured; {EnoughKnown:P0} are needed.",
                },
            change: null);
    }

    private void Put(LedgerEntry entry, PlacementChange? change)
    {
        _pages[entry.Plan] = new Page(entry, change);
        state.Ledger.Save(options.Cluster, entry, change);
    }

    private void Trim()
    {
        if (_pages.Count > options.LedgerEntriesToKeep)
        {
            while (_pages.Count > options.LedgerEntriesToKeep)
            {
                _pages.Remove(_pages.First().Key);
            }

            state.Ledger.ForgetBefore(options.Cluster, _pages.First().Key);
        }
    }

    // What meters can show: wishes that are met draw nothing less.
    private static double Promised(ImmutableArray<PlannedAction> actions) =>
        actions.Sum(action => action.BenefitWattHours - action.WishWattHours);

    private static ImmutableArray<PlannedAction> Succeeded(PlanRecord record)
    {
        var done = record.Outcomes.Where(outcome => outcome.Status == OutcomeStatus.Succeeded)
            .Select(outcome => outcome.Id).ToHashSet();

        return [.. record.Plan.Actions.Where(action => done.Contains(action.Id))];
    }

    private static DateTimeOffset FloorTo(TimeSpan grid, DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % grid.Ticks), TimeSpan.Zero);

    private sealed record Page(LedgerEntry Entry, PlacementChange? Change);
}
