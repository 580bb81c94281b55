using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Api.Policies;

/// <summary>How much Vireo may do.</summary>
/// <param name="Mode">Where no scope says otherwise.</param>
/// <param name="Scopes">Modes by scope, such as <c>host/host-07</c>; all others are forgotten.</param>
public sealed record ModeChange(OperatingMode Mode, ImmutableDictionary<string, OperatingMode>? Scopes = null)
{
    private const int MostScopes = 10_000;

    internal ImmutableArray<ScopeMode> ScopeModes()
    {
        if (Scopes is null)
        {
            return [];
        }

        return Scopes.Count <= MostScopes
            ? [.. Scopes.OrderBy(scope => scope.Key, StringComparer.Ordinal).Select(scope => new ScopeMode(Parse(scope.Key), scope.Value))]
            : throw ApiException.BadRequest($"At most {MostScopes} scopes, found {Scopes.Count}.");
    }

    private static EntityId Parse(string scope) => EntityText.TryParse(scope, out var entity)
        ? entity
        : throw ApiException.BadRequest($"A scope is such as host/host-07, vm/vm-0042 or cluster/demo, found '{scope}'.");
}
