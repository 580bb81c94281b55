using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary>What a server lists, and the columns shown.</summary>
internal static class Nouns
{
    private static readonly Column[] IncidentColumns =
    [
        new("id", "id"), new("severity", "severity"), new("entity", "entity.value"), new("title", "title", Wraps: true),
        new("opened", "openedAt"), new("resolved", "resolvedAt"),
    ];

    /// <summary>The nouns of the contract that have something to show.</summary>
    public static IReadOnlyList<Noun> All { get; } =
    [
        new("hosts", "Lists hosts.", "host-01",
        [
            new("id", "host.id"), new("state", "host.state"), new("maintenance", "host.isInMaintenance"),
            new("model", "host.model"), new("rack", "host.faultDomain"), new("vms", "vms"),
            new("cpu", "usage.cpuRatio", ColumnFormat.Ratio), new("memory", "usage.memoryRatio", ColumnFormat.Ratio),
        ]),
        new("vms", "Lists virtual machines.", "vm-001",
        [
            new("id", "vm.id"), new("name", "vm.name"), new("state", "vm.state"), new("host", "vm.host"),
            new("cores", "vm.cores"), new("size", "vm.memory", ColumnFormat.Gibibytes),
            new("cpu", "usage.cpuRatio", ColumnFormat.Ratio), new("memory", "usage.memoryRatio", ColumnFormat.Ratio),
        ]),
        new("datastores", "Lists storage that machines can be moved between.", "",
        [
            new("cluster", "datastore.cluster"), new("id", "datastore.id"), new("hosts", "datastore.hosts"),
            new("size", "datastore.capacityBytes", ColumnFormat.Gibibytes), new("free", "datastore.freeBytes", ColumnFormat.Gibibytes),
            new("vms", "vms"),
        ], Empty: "No provider tells of datastores; vSphere does."),
        new("pools", "Lists resource pools: what each may use, uses, lends and borrows (CPU in MHz).", "web",
            PoolCommands.Columns("cpu"), Details: PoolView.Write,
            Empty: "No pool is configured: a document of kind ResourcePool, put in force with 'vireo apply -f FILE', is one.",
            Choice: new("--resource", "Of which resource", PoolCommands.Resources, PoolCommands.Columns)),
        new("groups", "Lists groups of replicas: how many serve, come, go and are wanted, and why.", "web",
        [
            new("cluster", "cluster"), new("group", "group.id"), new("template", "group.template"),
            new("version", "version"), new("outdated", "outdated"),
            new("min", "group.minimum"), new("max", "group.maximum"), new("ready", "replicas.ready"),
            new("starting", "replicas.starting"), new("leaving", "replicas.leaving"), new("broken", "replicas.broken"),
            new("wanted", "decision.wanted"), new("load MHz", "loadMhz"), new("each MHz", "mhzPerReplica"),
            new("decision", "decision.reason", Wraps: true), new("update waits", "updateWaits", Wraps: true),
            new("load balancer", "backends.summary", Wraps: true),
        ], Empty: "No group is configured: a document of kind VmGroup, put in force with 'vireo apply -f FILE', is one."),
        new("templates", "Lists what machines can be made from.", "web-small",
        [
            new("cluster", "cluster"), new("template", "template.id"), new("version", "template.version"),
            new("image", "template.image"), new("cores", "template.cores"), new("memory", "template.memory", ColumnFormat.Gibibytes),
            new("disks", "template.disks"), new("parameters", "template.parameters"), new("groups", "groups"),
            new("machines", "machines"), new("outdated", "outdated"), new("problems", "problems", ColumnFormat.Words),
        ], Empty: "No template is configured: a document of kind VmTemplate, put in force with 'vireo apply -f FILE', is one."),
        new("networks", "Lists declared networks: who is in them, and whether what stands there is as declared.", "web",
        [
            new("cluster", "cluster"), new("network", "network.name"), new("type", "network.kind"), new("subnet", "network.subnet"),
            new("machines", "machines"), new("standing", "standing"), new("routers", "routers", ColumnFormat.Words),
            new("balancers", "balancers", ColumnFormat.Words), new("to change", "pending"), new("refused", "refusals", ColumnFormat.Words),
        ], Empty: "No network is declared: a document of kind Network in the server's configuration is one."),
        new("sizing", "Lists the size that each machine should have, the largest saving first.", "",
        [
            new("vm", "advice.virtualMachine"), new("name", "name"), new("verdict", "advice.verdict"),
            new("confidence", "advice.confidence", ColumnFormat.Ratio), new("cores", "advice.cores"),
            new("advised", "advice.advisedCores"), new("memory", "advice.memory", ColumnFormat.Gibibytes),
            new("advised memory", "advice.advisedMemory", ColumnFormat.Gibibytes),
            new("saves cores", "advice.savedCores"), new("saves memory", "advice.savedBytes", ColumnFormat.Gibibytes),
            new("risk now", "advice.riskNow", ColumnFormat.Ratio), new("risk then", "advice.riskAdvised", ColumnFormat.Ratio),
            new("evidence", "advice.reason", Wraps: true),
        ], Empty: "No size is advised, or none of this verdict: advice takes some days of measured peaks.",
            Choice: new(
                "--verdict", "Only machines that were judged so",
                ["oversized", "undersized", "idle", "zombie", "fits", "unknown"], Query: "verdict")),
        new("models", "Lists which model forecasts which series, and how well.", "vm/vm-0001",
        [
            new("entity", "entity"), new("metric", "metric"), new("model", "model"),
            new("seasons", "seasons", ColumnFormat.Words), new("effort", "effort"), new("points", "points"),
            new("unit", "unit"), new("error", "error"), new("naive", "naiveError"),
            new("in 80%", "coverage", ColumnFormat.Ratio), new("in 95%", "coverage95", ColumnFormat.Ratio), new("reason", "reason", Wraps: true),
        ], Footer: new("models/summary", ModelsView.Footer)),
        new("orders", "Lists what people ordered to be done to machines, newest first.", "",
        [
            new("id", "number"), new("machine", "machine"), new("order", "order"), new("status", "status"),
            new("detail", "detail", Wraps: true),
            new("by", "requestedBy"), new("ordered", "requestedAt"), new("ended", "endedAt"),
        ], Empty: "Nobody has ordered anything: 'vireo vm move', 'suspend', 'resume', 'reset', 'resize' and 'snapshot' do."),
        new("plans", "Lists plans, newest first.", "42",
        [
            new("id", "id"), new("at", "at"), new("status", "status"), new("actions", "actions"), new("done", "succeeded"),
            new("failed", "failed"), new("skipped", "skipped"), new("waiting", "awaitingApproval"), new("refused", "refused"),
            new("summary", "summary", Wraps: true),
        ], Details: PlanView.Write),
        new("ledger", "Lists what plans promised and what was measured over their horizon, newest first (Wh).", "42",
        [
            new("plan", "plan"), new("at", "at"), new("policy", "policy"), new("phase", "phase"), new("moves", "moves"),
            new("done", "movesDone"), new("promised", "promisedWattHours"), new("forecast", "expected.benefitWattHours"),
            new("measured", "measured.benefitWattHours"), new("cost", "costWattHours"),
            new("contention min before", "measured.contentionMinutesBefore"),
            new("after", "measured.contentionMinutesAfter"), new("note", "note", Wraps: true),
        ], Empty: "No plan has moved a machine yet; what it promised is held against what was measured an hour later."),
        new("receipts", "Lists receipts, newest first.", "42",
        [
            new("id", "id"), new("at", "at"), new("cluster", "cluster"), new("actions", "actionCount"),
            new("summary", "summary", Wraps: true),
        ], "?inputs=true"),
        new(
            "incidents",
            "Lists incidents: open ones, then the newest resolved. What follows from another is in the details of that.",
            "host-down/Host/host-01", IncidentColumns, ListQuery: "&leads=true"),
        new("alerts", "Lists alerts: firing, pending, and those just over.", "",
        [
            new("state", "state"), new("severity", "severity"), new("alert", "name"), new("entity", "entity.value"),
            new("value", "value"), new("since", "activeSince"), new("summary", "summary", Wraps: true), new("rule of", "source"),
        ]),
        new("silences", "Lists silences, what holds first.", "",
        [
            new("id", "id"), new("state", "state"), new("matchers", "matchers"), new("ends", "endsAt"),
            new("author", "author"),
            new("silenced", "silenced"), new("comment", "comment", Wraps: true),
        ], Empty: "Nothing is silenced; 'vireo silences add' does it."),
        new("notifications", "Lists which receiver knows of which incident, and why one does not.", "",
        [
            new("receiver", "receiver"), new("status", "status"), new("severity", "severity"),
            new("incident", "incident"),
            new("told", "toldAt"), new("why not", "why", Wraps: true),
        ], Empty: "Nobody has to be told of anything; receivers are documents of kind Receiver in the server's configuration."),
        new("receivers", "Lists who is told, and how it goes with them.", "",
        [
            new("receiver", "name"), new("type", "type"), new("waiting", "waiting"), new("failures", "failures"),
            new("delivered", "deliveredAt"), new("retry", "retryAt"), new("error", "lastError", Wraps: true),
        ], Empty: "No receiver is configured: documents of kind Receiver and Route in the server's configuration files are."),
    ];

    /// <summary>What history shows to be needed again; under <c>vireo deploy</c>.</summary>
    public static Noun Needs { get; } = new(
        "needs", "Lists what history shows to be needed again: how often it was seen, and what is made ready ahead.", "",
    [
        new("need", "need.id"), new("kind", "need.kind"), new("what", "what"), new("seen", "need.seen"), new("of", "need.of"),
        new("next", "nextAt"), new("ready from", "readyAt"), new("handling", "handling", Wraps: true),
        new("evidence", "need.reason", Wraps: true),
    ], Empty: "Nothing was asked for, grew or failed over often enough at the same times; some weeks of it fill this list.");

    /// <summary>Machines that were asked for; under <c>vireo deploy</c>.</summary>
    public static Noun Deployments { get; } = new("deployments", "Lists deployments, newest first.", "shop",
    [
        new("id", "id"), new("status", "status"), new("machines", "machines"), new("reason", "reason", Wraps: true), new("step", "step"),
        new("by", "requestedBy"), new("asked", "requestedAt"), new("ended", "endedAt"),
    ], Details: DeploymentView.Write, Empty: "Nobody asked for machines yet: 'vireo deploy NAME --template TEMPLATE' does.");

    /// <summary>What the ledger says of each cluster's policy.</summary>
    public static IReadOnlyList<Column> Verdicts { get; } =
    [
        new("cluster", "cluster"), new("policy", "policy"), new("plans", "verdict.plans"), new("windows", "verdict.rounds"),
        new("promised Wh", "verdict.promisedWattHours"), new("measured Wh", "verdict.measuredWattHours"),
        new("verdict", "verdict.explanation", Wraps: true),
    ];

    /// <summary>Months of receipts that are too old to be kept one by one.</summary>
    public static IReadOnlyList<Column> Folds { get; } =
    [
        new("fold", "id"), new("cluster", "cluster"), new("since", "since"), new("until", "until"), new("first", "first"),
        new("last", "last"), new("receipts", "receipts"), new("actions", "actions"), new("succeeded", "succeeded"),
        new("digest", "digest", Wraps: true),
    ];

    /// <summary>The audit trail.</summary>
    public static Noun Audit { get; } = new("audit", "Lists who changed what, newest first.", "",
    [
        new("number", "sequence"), new("at", "at"), new("user", "user"), new("action", "action"),
        new("detail", "detail", Wraps: true),
    ]);
}
