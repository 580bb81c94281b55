using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Vireo.Fleet;
using Vireo.Forecasting.ColdStart;
using Vireo.Forecasting.Selection;
using Vireo.Forecasting.ServiceQuality;
using Vireo.Forecasting.Warm;

namespace Vireo.Forecasting;

/// <summary>Keeps one warm model per series and turns them into an outlook.</summary>
/// <remarks>The loop owns <see cref="Observe"/> and <see cref="Look"/>; <see cref="Forecast"/> and <see cref="Report"/>
/// may be called from any thread. One lock is held for a whole call, so readers see whole cycles and the path of a
/// single value takes no lock. Results depend neither on the number of cores nor on the order of the
/// dictionary.</remarks>
public sealed partial class FleetForecaster
{
    private const int LongestDelay = 288;

    /// <summary>Spread of one step to assume before a machine was seen, as a share of its capacity.</summary>
    private const double PriorSpreadRatio = 0.03;

    private readonly Lock _gate = new();
    private readonly WarmSettings _settings;
    private readonly Dictionary<SeriesKey, SeriesTracker> _trackers = [];
    private readonly double[] _levels;
    private readonly List<(SeriesTracker Tracker, TimeSeries Series)> _work = [];
    private readonly List<SeriesTracker> _due = [];
    private readonly FleetTraining _training;
    private readonly EventBook _events;
    private readonly NewcomerShelf _newcomers;
    private readonly ServiceBook _services;
    private readonly PeakBook _peaks = new();
    private readonly Dictionary<EntityId, VirtualMachine> _machines = [];
    private readonly Dictionary<EntityId, Host> _hosts = [];
    private readonly SortedDictionary<SeriesKey, Newcomer> _unmeasured = [];
    private FleetPriors _known = FleetPriors.None;
    private long _now = long.MinValue;

    /// <summary>Creates a forecaster that knows nothing yet.</summary>
    public FleetForecaster(ForecastOptions options)
    {
        Options = options;
        _settings = new WarmSettings(options);
        _training = new FleetTraining(_settings);
        _events = new EventBook(_settings);
        _newcomers = new NewcomerShelf(_settings);
        _services = new ServiceBook(_settings);
        _levels = [.. options.Levels];
        Choices = new ChoiceReport(0, 0, 0, options.SelectionBudget);
    }

    /// <summary>The settings in force.</summary>
    public ForecastOptions Options { get; }

    /// <summary>What the model choices of the last cycle took. Replaced as a whole.</summary>
    public ChoiceReport Choices { get; private set; }

    /// <summary>Takes over what is known besides measurements: before <see cref="Observe"/>, as often as it may have
    /// changed.</summary>
    /// <param name="fleet">What the machines are: newcomers are expected to do what machines like them do.</param>
    /// <param name="policy">What changes demand at known times, and whether trees are shared.</param>
    public void Know(FleetSnapshot fleet, Policy policy)
    {
        lock (_gate)
        {
            _training.IsWanted = policy.SharedTrees;
            _refines = policy.RefineModels ?? Options.RefinesModels;
            _events.Know(policy.Events);
            _services.Know(policy.Groups);
            _hosts.Clear();
            foreach (Host host in fleet.Hosts)
            {
                _hosts[EntityId.Of(host.Id)] = host;
            }

            bool hasChanged = _machines.Count != fleet.VirtualMachines.Length;
            foreach (VirtualMachine machine in fleet.VirtualMachines)
            {
                ref VirtualMachine? known =
                    ref CollectionsMarshal.GetValueRefOrAddDefault(_machines, EntityId.Of(machine.Id), out _);
                hasChanged |= known is null || known.Tags != machine.Tags || known.Group != machine.Group;
                known = machine;
            }

            if (hasChanged)
            {
                ForgetMachines(fleet);
                _events.MachinesChanged();
            }
        }
    }

    /// <summary>What known events were seen to do, to be kept over a restart: some happen once a year, and histories
    /// are shorter. Replaced when something was learned.</summary>
    public ImmutableDictionary<string, EventLift> EventMemory
    {
        get
        {
            lock (_gate)
            {
                return _events.Memory;
            }
        }
    }

    /// <summary>Takes over what <see cref="EventMemory"/> was in an earlier life.</summary>
    public void Recall(IEnumerable<KeyValuePair<string, EventLift>> memory)
    {
        lock (_gate)
        {
            _events.Recall(memory);
        }
    }

    /// <summary>Teaches the points not seen yet; points already seen are ignored.</summary>
    /// <param name="series">Any window, on <see cref="ForecastOptions.Step"/>; a long one primes.</param>
    /// <param name="cancellationToken">Ends the choices between two series; what was taught and chosen stays.</param>
    /// <exception cref="ArgumentException">The window is on another step.</exception>
    /// <exception cref="OperationCanceledException">Choices were left out.</exception>
    /// <remarks>Some microseconds a new point. Model choices that are due run here too, the most valuable first (see
    /// <see cref="ChoiceOrder"/>), within <see cref="ForecastOptions.SelectionBudget"/>; those left over follow in the
    /// next cycles. What they leave of the budget goes into thorough choices.</remarks>
    public void Observe(FleetSeries series, CancellationToken cancellationToken = default)
    {
        if (series.Step != Options.Step)
        {
            throw new ArgumentException(
                $"The series are on a step of {series.Step}, but models learn on {Options.Step}. Roll them up first.",
                nameof(series));
        }

        lock (_gate)
        {
            long now = StepNumber(series.AsOf);
            CollectWork(series, now);
            Spread.Over(_work.Count, index =>
            {
                (SeriesTracker tracker, TimeSeries window) = _work[index];
                tracker.Teach(window.Values.Span, StepNumber(window.Start));
            });
            _events.Update(_trackers.Values, _machines, now);
            _known = _known with { Shared = _training.Models };
            CollectDue();
            Choose(_due, Effort.Quick, cancellationToken);
            if (_due.Count > 0)
            {
                _newcomers.LookAgain();
            }

            Refine(cancellationToken);
            Forget(now);
            Train(now, cancellationToken);
            _services.Learn(series, _machines);
        }
    }

    /// <summary>Forecasts every running virtual machine of the fleet. Deterministic, on any number of cores.</summary>
    /// <param name="fleet">Whose machines to forecast; one without CPU data in the window is absent.</param>
    /// <param name="series">The newest window, for the quality of the data.</param>
    /// <param name="hazards">From detection; passed on.</param>
    /// <param name="horizon">How far ahead; at least one step is forecast.</param>
    public Outlook Look(
        FleetSnapshot fleet, FleetSeries series, ImmutableArray<Hazard> hazards, TimeSpan horizon)
    {
        int steps = Math.Max(1, (int)(horizon / Options.Step));
        var found = new VmOutlook?[fleet.VirtualMachines.Length];
        ImmutableArray<PeakCorrelation> together;
        lock (_gate)
        {
            CollectUnmeasured(fleet, series);
            ComparePeaks(fleet, series);
            together = _peaks.Look(fleet.VirtualMachines);
            Spread.Over(found.Length, index => found[index] = LookAt(fleet.VirtualMachines[index], series, steps));
        }

        return new(series.AsOf, Options.Step, steps, Options.Levels, [.. found.OfType<VmOutlook>()], hazards)
        {
            Correlations = together,
        };
    }

    /// <summary>Forecasts one series for people, from its newest value on; null when it is not known. What a machine
    /// uses is never forecast above what it has; what it would use if it could has no such bound.</summary>
    /// <param name="key">Which series.</param>
    /// <param name="steps">How many steps, 1 to <see cref="SeriesForecastRequest.LongestHorizon"/>.</param>
    public DemandForecast? Forecast(SeriesKey key, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, SeriesForecastRequest.LongestHorizon);
        lock (_gate)
        {
            return _trackers.TryGetValue(key, out SeriesTracker? tracker) && tracker.Learned > 0
                ? ForecastOf(tracker, 0, steps, BoundsOf(key))
                : Newborn(key, _now, steps);
        }
    }

    /// <summary>What was learned of the service that a group gives; null while that is too little.</summary>
    public ServiceLevel? Service(VmGroupId group)
    {
        lock (_gate)
        {
            return _services.Of(group);
        }
    }

    /// <summary>Which model forecasts which series and how well, ordered by series; machines that were never measured
    /// at the end. What has left the fleet is remembered for a while, in case it comes back, and is not listed.</summary>
    public ImmutableArray<ModelReport> Report()
    {
        lock (_gate)
        {
            return
            [
                .. _trackers.Values
                    .Where(tracker => tracker.Learned > 0 && IsThere(tracker.Key.Entity))
                    .OrderBy(tracker => tracker.Key)
                    .Select(tracker => tracker.Report()),
                .. _unmeasured.Keys.Where(newborn => !_trackers.ContainsKey(newborn)).Select(ReportOf),
            ];
        }
    }

    // Before anybody said what there is, everything that was measured is.
    private bool IsThere(EntityId entity) => (_machines.Count == 0 && _hosts.Count == 0) || entity.Kind switch
    {
        EntityKind.VirtualMachine => _machines.ContainsKey(entity),
        EntityKind.Host => _hosts.ContainsKey(entity),
        _ => true,
    };

    private void CollectWork(FleetSeries series, long now)
    {
        _work.Clear();
        foreach ((SeriesKey key, TimeSeries window) in series.Series)
        {
            bool isTraffic = IsHeavyTraffic(key, window);
            if (!isTraffic && !Options.Metrics.Contains(key.Metric))
            {
                continue;
            }

            if (!_trackers.TryGetValue(key, out SeriesTracker? tracker))
            {
                tracker = new SeriesTracker(key, _settings, isTraffic ? null : NewcomerOf(key, now));
                tracker.Recall(RecallFor(tracker));
                _trackers.Add(key, tracker);
                if (IsCompared(key, series))
                {
                    tracker.Compare();
                }

                _events.Welcome(tracker, _machines);
            }

            _work.Add((tracker, window));
        }
    }

    private void CollectDue()
    {
        _due.Clear();
        foreach ((SeriesTracker tracker, _) in _work)
        {
            if (tracker.Overdue >= 0)
            {
                _due.Add(tracker);
            }
        }

        _due.Sort(ChoiceOrder.MostValuableFirst);
        (int affordable, long work) =
            Affordable(_due, Options.SelectionBudget, tracker => tracker.ChoiceCost(_known));
        Choices = new ChoiceReport(affordable, _due.Count - affordable, work, Options.SelectionBudget);
        _due.RemoveRange(affordable, _due.Count - affordable);
    }

    // How many of the first fit a budget; the last one may pass it.
    private static (int Count, long Work) Affordable(
        List<SeriesTracker> ordered, long budget, Func<SeriesTracker, long> cost)
    {
        int count = 0;
        long work = 0;
        while (count < ordered.Count && work < budget)
        {
            work += cost(ordered[count]);
            count++;
        }

        return (count, work);
    }

    // Of thorough choices there are few: what each shows counts for all before any of them is chosen.
    private void Choose(List<SeriesTracker> chosen, Effort effort, CancellationToken cancellationToken)
    {
        if (effort == Effort.Thorough)
        {
            Spread.OverLong(chosen.Count, index => chosen[index].Walk(_known), cancellationToken);
            _known = _known.With(chosen.Select(tracker => tracker.Walked), effort);
        }

        Spread.OverLong(chosen.Count, index => chosen[index].Select(_known, effort), cancellationToken);
        if (effort != Effort.Thorough)
        {
            _known = _known.With(chosen.Where(tracker => tracker.IsEvidenceNew).Select(tracker => tracker.Trials), effort);
        }

        KeepChoices(chosen);
    }

    private void ForgetMachines(FleetSnapshot fleet)
    {
        if (_machines.Count > fleet.VirtualMachines.Length)
        {
            HashSet<EntityId> present = [.. fleet.VirtualMachines.Select(machine => EntityId.Of(machine.Id))];
            foreach (EntityId gone in _machines.Keys.Where(machine => !present.Contains(machine)).ToArray())
            {
                _machines.Remove(gone);
            }
        }
    }

    // A slice a step: a window that is shown twice does not train twice.
    private void Train(long now, CancellationToken cancellationToken)
    {
        if (now > _now)
        {
            _training.Advance(_trackers.Values, cancellationToken);
        }

        _now = Math.Max(_now, now);
    }

    private void Forget(long now)
    {
        foreach ((SeriesKey key, SeriesTracker tracker) in _trackers)
        {
            if (tracker.Learned == 0 || now - tracker.Next > _settings.ForgetSteps)
            {
                _trackers.Remove(key);
            }
        }
    }

    private long StepNumber(DateTimeOffset instant) => _settings.StepOf(instant);
}
