using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Api.Ledger;

/// <summary>Whether the promises of a cluster's policy come true.</summary>
/// <param name="Cluster">The placement domain.</param>
/// <param name="Policy">Name of the policy in force.</param>
/// <param name="Verdict">With the evidence.</param>
public sealed record LedgerVerdict(ClusterId Cluster, string Policy, PromiseVerdict Verdict);
