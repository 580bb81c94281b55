using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What a new policy changes, in the words of people.</summary>
internal static class PolicyWords
{
    private const int MostNamed = 4;

    /// <summary>In one line; names groups, pools, templates, hosts in maintenance and parts of the network.</summary>
    public static string Of(Policy before, Policy after)
    {
        bool isOtherwiseSame = ContentHash.Of(Bare(before)) == ContentHash.Of(Bare(after));
        ImmutableArray<string> parts =
        [
            .. isOtherwiseSame ? Array.Empty<string>() : [$"policy '{after.Name}' is changed"],
            .. Changes("group", before.Groups, after.Groups, group => group.Id.Value, Bounds),
            .. Changes("template", Newest(before), Newest(after), template => template.Id.Value),
            .. Changes("pool", before.Pools, after.Pools, pool => pool.Id.Value),
            .. after.Maintenance.Except(before.Maintenance).Select(host => $"host '{host}' is in maintenance"),
            .. before.Maintenance.Except(after.Maintenance).Select(host => $"host '{host}' is no longer in maintenance"),
            .. NetworkChanges(before.Network ?? new(), after.Network ?? new()),
        ];
        if (parts.IsEmpty || (parts.Length == 1 && !isOtherwiseSame))
        {
            return $"Policy '{after.Name}' is in force from the next decision.";
        }

        string named = string.Join(", ", parts.Take(MostNamed));
        string more = parts.Length > MostNamed ? $" and {parts.Length - MostNamed} more" : "";

        return $"{char.ToUpperInvariant(named[0])}{named[1..]}{more}. In force from the next decision.";
    }

    private static IEnumerable<string> NetworkChanges(NetworkIntent before, NetworkIntent after) =>
    [
        .. Changes("network", before.Networks, after.Networks, network => network.Name),
        .. Changes("router", before.Routers, after.Routers, router => router.Name),
        .. Changes("firewall", before.Firewalls, after.Firewalls, firewall => firewall.Name),
        .. Changes("load balancer", before.LoadBalancers, after.LoadBalancers, balancer => balancer.Name),
    ];

    private static string? Bounds(VmGroup before, VmGroup after) =>
        (before.Minimum, before.Maximum) == (after.Minimum, after.Maximum) ? null
            : $"has {after.Minimum} to {after.Maximum} replicas, before {before.Minimum} to {before.Maximum}";

    // By content: what is read anew from a file is another object with the same words.
    private static IEnumerable<string> Changes<T>(
        string kind, IEnumerable<T> before, IEnumerable<T> after, Func<T, string> name, Func<T, T, string?>? words = null)
    {
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var one in before)
        {
            known[name(one)] = one;
        }

        foreach (var one in after)
        {
            if (!known.Remove(name(one), out var was))
            {
                yield return $"{kind} '{name(one)}' is new";
            }
            else if (ContentHash.Of(was) != ContentHash.Of(one))
            {
                yield return $"{kind} '{name(one)}' {words?.Invoke(was, one) ?? "is changed"}";
            }
        }

        foreach (string gone in known.Keys.Order(StringComparer.Ordinal))
        {
            yield return $"{kind} '{gone}' is gone";
        }
    }

    // Older versions are kept for rolling back and say nothing of their own.
    private static IEnumerable<VmTemplate> Newest(Policy policy) =>
        policy.Templates.GroupBy(template => template.Id).Select(versions => versions.MaxBy(template => template.Version)!);

    private static Policy Bare(Policy policy) =>
        policy with { Groups = [], Templates = [], Pools = [], Maintenance = [], Network = null };
}
