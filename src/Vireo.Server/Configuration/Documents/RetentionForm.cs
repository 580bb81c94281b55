using Vireo.Control;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>How long the state file keeps what.</summary>
internal static class RetentionForm
{
    private const int MostAuditRows = 100_000_000;
    private static readonly TimeSpan LongestDecisions = TimeSpan.FromDays(36_500);

    public static MappingForm<StateRetention> Form { get; } =
        new MappingForm<StateRetention>("retention", new StateRetention())
            .Key("decisions", "How long receipts, plans and actions are kept one by one; older months are folded into a digest.",
                Values.Duration(StateRetention.LeastDecisions, LongestDecisions),
                terms => terms.Decisions, (terms, value) => terms with { Decisions = value })
            .Key("auditRows", "Rows of the audit trail that are kept.", new IntegerForm(StateRetention.LeastAuditRows, MostAuditRows),
                terms => terms.AuditRows, (terms, value) => terms with { AuditRows = value })
            .Key("archive", "Folder for what is folded, gzipped lines of JSON; none keeps nothing.",
                new TextForm("a folder, such as /var/lib/vireo/archive"),
                terms => terms.Archive, (terms, value) => terms with { Archive = value });
}
