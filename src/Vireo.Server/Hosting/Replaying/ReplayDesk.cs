using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Simulation;

namespace Vireo.Server.Hosting.Replaying;

/// <summary>Runs replays beside the clusters, one at a time and for at most half of the time, so that no loop has to
/// wait.</summary>
internal sealed partial class ReplayDesk(IServiceProvider services, ServerAudit audit, ILogger<ReplayDesk> logger)
    : BackgroundService, IReplays
{
    private const int MostWaiting = 8;
    private const int MostKept = 50;
    private readonly Channel<Errand> _errands = Channel.CreateBounded<Errand>(MostWaiting);
    private readonly Dictionary<long, Errand> _open = [];
    private readonly Lock _gate = new();
    private ImmutableArray<ReplayJob> _jobs = [];
    private long _last;

    /// <inheritdoc/>
    public ImmutableArray<ReplayJob> Jobs
    {
        get
        {
            lock (_gate)
            {
                return _jobs;
            }
        }
    }

    /// <summary>Finds one; null when there is none of that number any more.</summary>
    public ReplayJob? Find(long id) => Jobs.FirstOrDefault(job => job.Id == id);

    /// <summary>Asks for a replay; null when too many wait already.</summary>
    /// <param name="cluster">Whose past.</param>
    /// <param name="candidate">The policy thought of.</param>
    /// <param name="from">Start of the window.</param>
    /// <param name="to">Its end.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="putInForce">Done when nothing speaks against it; null where the question is all. What it cannot do
    /// it says with an <see cref="InvalidOperationException"/>.</param>
    public ReplayJob? Ask(
        ClusterId cluster, Policy candidate, DateTimeOffset from, DateTimeOffset to, string user,
        Func<CancellationToken, Task>? putInForce)
    {
        lock (_gate)
        {
            var job = new ReplayJob(_last + 1, cluster, candidate.Name, user, from, to, putInForce is not null);
            var errand = new Errand(job, candidate, putInForce, new CancellationTokenSource());
            if (!_errands.Writer.TryWrite(errand))
            {
                errand.Stop.Dispose();

                return null;
            }

            _last++;
            _open.Add(job.Id, errand);
            _jobs = [.. _jobs.Prepend(job).Take(MostKept)];

            return job;
        }
    }

    /// <summary>Stops a replay that has not ended, between two of its decisions.</summary>
    public void Cancel(long id)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(id, out var errand))
            {
                errand.Stop.Cancel();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAllAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogEnded();
        }
    }

    private async Task RunAllAsync(CancellationToken stoppingToken)
    {
        await foreach (var errand in _errands.Reader.ReadAllAsync(stoppingToken))
        {
            // A thread of its own: it computes for seconds to minutes, and virtual time runs on one thread.
            await Task.Factory.StartNew(
                () => Run(errand, stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await PutInForceAsync(errand, stoppingToken);
            Close(errand);
        }
    }

    private void Run(Errand errand, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, errand.Stop.Token);
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            Update(errand, job => job with { Status = ReplayStatus.Running });
            Compare(errand, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Update(errand, job => job with { Status = ReplayStatus.Cancelled, Outcome = "It was stopped." });
        }
        catch (Exception failure)
        {
            // One replay: the server and the next replay go on, and whoever asked is told.
            LogFailed(failure, errand.Job.Id);
            Update(errand, job => job with { Status = ReplayStatus.Failed, Outcome = failure.Message });
        }
    }

    private void Compare(Errand errand, CancellationToken cancellationToken)
    {
        var fleets = Fleets();
        var history = fleets.ReadHistory(errand.Job.Cluster, errand.Job.From, errand.Job.To, out string whyNot);
        if (history is null)
        {
            Update(errand, job => job with { Status = ReplayStatus.Failed, Outcome = whyNot });

            return;
        }

        var rest = new HalfTime(TimeProvider.System, cancellationToken);
        var comparison = FleetReplay.Compare(
            history, fleets.Operations(errand.Job.Cluster).State.Policy, errand.Candidate,
            new Reporter(value => Update(errand, job => job with { Progress = value })), rest.AfterWork, cancellationToken);
        Update(errand, job => job with
        {
            Progress = 1,
            Comparison = comparison,
            Outcome = comparison.Verdict.Summary,
        });
    }

    private async Task PutInForceAsync(Errand errand, CancellationToken cancellationToken)
    {
        if (errand.PutInForce is not { } putInForce || Find(errand.Job.Id) is not { Comparison: { } comparison } job)
        {
            return;
        }

        if (!comparison.Verdict.IsAcceptable)
        {
            audit.Record(
                job.AskedBy, "policy.refused", ("cluster", job.Cluster.Value), ("name", job.Policy), ("replay", $"{job.Id}"),
                ("why", string.Join(" ", comparison.Verdict.Objections)));
            Update(errand, known => known with
            {
                Outcome = $"Not put in force. {known.Outcome} Ask again with --force (in the API: skipReplay) to put it in force nevertheless.",
            });

            return;
        }

        try
        {
            await putInForce(cancellationToken);
            Update(errand, known => known with { IsInForce = true, Outcome = $"In force. {known.Outcome}" });
        }
        catch (Exception failure) when (failure is InvalidOperationException or StateUnavailableException)
        {
            Update(errand, known => known with { Outcome = $"It could not be put in force: {failure.Message}" });
        }
    }

    // Done only now: whoever waits for the end wants to know whether the policy is in force.
    private void Close(Errand errand)
    {
        Update(errand, job => job.HasEnded ? job : job with { Status = ReplayStatus.Done });
        lock (_gate)
        {
            _open.Remove(errand.Job.Id);
            errand.Stop.Dispose();
        }
    }

    private void Update(Errand errand, Func<ReplayJob, ReplayJob> change)
    {
        lock (_gate)
        {
            _jobs = [.. _jobs.Select(job => job.Id == errand.Job.Id ? change(job) : job)];
        }
    }

    // The clusters are wired after the services, and asked for only once somebody wants a replay.
    private IFleetView Fleets() => (IFleetView)(services.GetService(typeof(IFleetView))
        ?? throw new InvalidOperationException("The clusters are not wired; the server's start must add IFleetView."));

    [LoggerMessage(Level = LogLevel.Debug, Message = "No more replays are run.")]
    private partial void LogEnded();

    [LoggerMessage(Level = LogLevel.Error, Message = "Replay {Replay} failed.")]
    private partial void LogFailed(Exception failure, long replay);

    private sealed record Errand(
        ReplayJob Job, Policy Candidate, Func<CancellationToken, Task>? PutInForce, CancellationTokenSource Stop);

    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
