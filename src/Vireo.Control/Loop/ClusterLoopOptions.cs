using System.Collections.Immutable;
using Vireo.Detection;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How one cluster's loop runs. What it wants is the <see cref="Policy"/>; this is how often and how
/// patiently.</summary>
public sealed record ClusterLoopOptions
{
    /// <summary>The placement domain; hosts and machines of other clusters are left out of the picture.</summary>
    public required ClusterId Cluster { get; init; }

    /// <summary>Time between decisions, on the clock's grid. Equals the forecast step: a decision a sample.</summary>
    public TimeSpan CycleInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between looks at the inventory for what cannot wait for the next decision, such as a failed host;
    /// null looks only at decisions.</summary>
    public TimeSpan? LookoutInterval { get; init; }

    /// <summary>The least time from one decision to the next that is made early, so that trouble without end does not
    /// keep the loop from acting.</summary>
    public TimeSpan RestBeforeEarly { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest a provider is waited for; then its last known inventory stands, unreachable.</summary>
    public TimeSpan ProviderDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The window of series that is watched each cycle. Longer than the slowest rule's <c>For</c>.</summary>
    public TimeSpan WatchWindow { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Thresholds in force.</summary>
    public ImmutableArray<ThresholdRule> Rules { get; init; } = [];

    /// <summary>Alert and recording rules in force, without mistakes.</summary>
    public ImmutableArray<RuleFile> RuleFiles { get; init; } = [];

    /// <summary>Log lines that come from elsewhere than the providers; each belongs to this loop alone.</summary>
    public ImmutableArray<ILogFeed> LogFeeds { get; init; } = [];

    /// <summary>Series kept for alert rules at most; labels that explode cannot fill memory.</summary>
    public int MostRuleSeries { get; init; } = 1_000_000;

    /// <summary>Time between looks at running actions. Ends, read-backs and new starts share one look.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How old the inventory may be when an action's preconditions are checked (S18).</summary>
    public TimeSpan FreshWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Least time between two publications of the state, so that a burst of changes is shown once.</summary>
    public TimeSpan PublishInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Patience with actions (S19).</summary>
    public ActionTimeouts Timeouts { get; init; } = new();

    /// <summary>Whether the three inputs of each decision are kept, so that its receipt can be verified. Off only where
    /// a run as a whole can be repeated, as in a simulation; the hashes are made in any case.</summary>
    public bool KeepReceiptInputs { get; init; } = true;

    /// <summary>Decisions whose inputs are kept; older receipts keep their hashes. 2,016 are a week of five
    /// minutes.</summary>
    public int ReceiptInputsToKeep { get; init; } = 2_016;

    /// <summary>Whether what plans promise is held against what is measured afterwards. Off only in simulations that
    /// compare policies: one that lost the wheel half-way could not be compared.</summary>
    public bool KeepLedger { get; init; } = true;

    /// <summary>Plans whose promise and outcome are kept; a few hundred bytes each.</summary>
    public int LedgerEntriesToKeep { get; init; } = 2_000;

    /// <summary>The share of what its plans promise that a policy has to bring, 0 to 1; one that stays below it beyond
    /// chance is lowered to recommend. Half, because forecasts are no oath; 0 never lowers one that does no
    /// harm.</summary>
    public double PromiseShare { get; init; } = 0.5;

    /// <summary>Whether a plan may not be approved by the person who put its policy in force (S16). Off, because a team
    /// of one could then approve nothing.</summary>
    public bool RequireSecondPerson { get; init; }

    /// <summary>The least time, by the loop's clock, that a plan waits for a person, whatever the policy says. For clocks
    /// that run faster than people: zero for real ones.</summary>
    public TimeSpan LeastApprovalTime { get; init; }

    /// <summary>Plans that are published, newest first; older ones that wait for a person besides, up to as
    /// many.</summary>
    public int PlansToShow { get; init; } = 100;

    /// <summary>Deployments that are published, newest first.</summary>
    public int DeploymentsToShow { get; init; } = 100;

    /// <summary>Events that are published, newest first.</summary>
    public int EventsToShow { get; init; } = 500;

    /// <summary>Events that are kept in the state file for the time lines of single objects, some hundred bytes
    /// each.</summary>
    public int EventsToKeep { get; init; } = 50_000;

    /// <summary>Resolved incidents that are published.</summary>
    public int ResolvedIncidentsToShow { get; init; } = 100;
}
