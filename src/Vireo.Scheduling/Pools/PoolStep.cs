using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Pools;

/// <summary>The step of the decision that makes providers enforce the pools: who lends how much, and whom nobody may
/// exceed.</summary>
internal static class PoolStep
{
    /// <summary>Reservations are set in steps of this part, so that each flutter of a forecast is not an
    /// action.</summary>
    private const double Grain = 0.05;

    private const string Rule = "pool";

    /// <summary>Compares what is enforced with what should be.</summary>
    public static StepDraft Run(FleetSnapshot fleet, Outlook outlook, Policy policy)
    {
        var draft = new StepDraft(fleet, Rule);
        Release(draft, fleet, policy);
        if (policy.Pools.IsEmpty)
        {
            return draft;
        }

        var division = PoolDivision.Of(fleet, outlook, policy);
        foreach (var shortfall in division.Shortfalls)
        {
            draft.Refuse(EntityId.Of(shortfall.Pool), "admission", shortfall.Reason);
        }

        // With several providers each enforces its part, by the capacity of its hosts.
        var providers = fleet.Hosts.Where(host => host.CanReceive).GroupBy(host => host.Provider)
            .Select(hosts => (Id: hosts.Key, Mhz: hosts.Sum(host => host.CpuCapacity.Value))).OrderBy(one => one.Id).ToList();
        double all = providers.Sum(provider => provider.Mhz);
        var machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        List<Change> changes = [];
        foreach (var standing in division.Standings)
        {
            foreach (var (provider, mhz) in providers)
            {
                if (fleet.Pools.Any(pool => pool.Pool == standing.Pool && pool.Provider == provider && pool.IsForeign))
                {
                    draft.Refuse(
                        EntityId.Of(standing.Pool), "S23",
                        $"'{provider}' has a pool '{standing.Pool}' that Vireo did not make; it is left as it is. Call one of " +
                        "the two otherwise, or hand it over to Vireo.");
                    continue;
                }

                var members = division.MembersOf(standing.Pool).Where(machine => machines[machine].Provider == provider);
                changes.AddRange(Compare(fleet, standing, provider, mhz / all, [.. members]));
            }
        }

        Add(draft, changes);

        return draft;
    }

    // What is taken back comes first, so that what is promised anew finds room; and a pool before those in it.
    private static void Add(StepDraft draft, List<Change> changes)
    {
        List<ActionId> lowered = [.. draft.Ids];
        Dictionary<(ResourcePoolId, ProviderId), ActionId> made = [];
        foreach (var change in changes.Where(change => !change.IsRaise))
        {
            var id = draft.Add(change.Action, Rule, change.Reason, change.Effect);
            lowered.Add(id);
        }

        foreach (var change in changes.Where(change => change.IsRaise))
        {
            var setting = change.Action.Setting;
            ImmutableArray<ActionId> parent = setting.Parent is { } above && made.TryGetValue((above, setting.Provider), out var known)
                ? [known]
                : [];
            made[(setting.Pool, setting.Provider)] =
                draft.Add(change.Action, Rule, change.Reason, change.Effect, [.. lowered, .. parent]);
        }
    }

    // What Vireo once promised is taken back when it leaves the configuration; pools that others made are theirs.
    private static void Release(StepDraft draft, FleetSnapshot fleet, Policy policy)
    {
        foreach (var setting in fleet.Pools)
        {
            if (fleet.ManagedPools.Contains(setting.Pool) && !setting.IsReleased && !setting.IsForeign &&
                policy.Pools.All(pool => pool.Id != setting.Pool))
            {
                draft.Add(
                    new SetPoolTerms(setting.Released()), Rule,
                    $"Pool '{setting.Pool}' has left the configuration, and '{setting.Provider}' still enforces it.",
                    "Its reservation and limit are gone, and its machines draw from the cluster.");
            }
        }
    }

    // Up to two: where one resource is lent and another recalled, the lending is an action of its own that comes first. Else
    // two pools that exchange would each wait for what the other still holds.
    private static IEnumerable<Change> Compare(
        FleetSnapshot fleet, PoolStanding standing, ProviderId provider, double part,
        ImmutableArray<VirtualMachineId> members)
    {
        var now = fleet.Pools.FirstOrDefault(pool => pool.Pool == standing.Pool && pool.Provider == provider);
        var terms = PoolTerms.Usual;
        foreach (var resource in Enum.GetValues<PoolResource>())
        {
            terms = terms.With(resource, TermsOf(standing.Of(resource), part, now?.Terms.Of(resource)));
        }

        var wanted = new PoolSetting(standing.Pool, fleet.Cluster, provider, standing.Parent, terms, members);
        if (now is not null && now.IsSameAs(wanted))
        {
            yield break;
        }

        bool isRaise = now is null || now.Parent != wanted.Parent || IsMore(wanted.Terms, now.Terms);
        if (isRaise && now is not null && now.Parent == wanted.Parent && IsMore(now.Terms, wanted.Terms))
        {
            var lent = wanted with { Terms = Least(wanted.Terms, now.Terms) };
            yield return new Change(new SetPoolTerms(lent), IsRaise: false, Reason(standing, now, lent), Effect(standing));
            now = now with { Terms = lent.Terms, VirtualMachines = members };
        }

        yield return new Change(new SetPoolTerms(wanted), isRaise, Reason(standing, now, wanted), Effect(standing));
    }

    private static bool IsMore(PoolTerms one, PoolTerms other) => Enum.GetValues<PoolResource>()
        .Any(resource => one.Of(resource).Reservation > other.Of(resource).Reservation);

    private static PoolTerms Least(PoolTerms terms, PoolTerms other) => Enum.GetValues<PoolResource>().Aggregate(
        terms, (least, resource) => least.With(resource, least.Of(resource) with
        {
            Reservation = Math.Min(least.Of(resource).Reservation, other.Of(resource).Reservation),
        }));

    // Kept upwards in whole grains; lowered only by more than one, raised at once: recalls never wait. What cannot be
    // guaranteed is not asked of a provider.
    private static ResourceTerms TermsOf(ResourceStanding standing, double part, ResourceTerms? now)
    {
        double grain = standing.Reservation * part * Grain;
        double most = Math.Max(0, standing.Reservation - standing.Missing) * part;
        double kept = grain > 0
            ? Math.Min(most, Math.Ceiling((standing.Kept * part / grain) - 1e-9) * grain)
            : 0;
        double reservation = now is not null && kept < now.Reservation && now.Reservation - kept < 1.5 * grain &&
            now.Reservation <= most
                ? now.Reservation
                : kept;

        return new ResourceTerms(reservation, standing.Limit * part, standing.Shares);
    }

    private static string Reason(PoolStanding standing, PoolSetting? now, PoolSetting wanted)
    {
        if (now is null)
        {
            return $"Pool '{standing.Pool}' is configured and '{wanted.Provider}' does not enforce it yet.";
        }

        if (!now.VirtualMachines.AsSpan().SequenceEqual(wanted.VirtualMachines.AsSpan()))
        {
            return $"Pool '{standing.Pool}' has {wanted.VirtualMachines.Length} machines instead of {now.VirtualMachines.Length}.";
        }

        foreach (var resource in Enum.GetValues<PoolResource>())
        {
            double before = now.Terms.Of(resource).Reservation;
            double after = wanted.Terms.Of(resource).Reservation;
            if (before != after)
            {
                string reservation = PoolAdmission.Amount(standing.Of(resource).Reservation, resource);

                return after < before
                    ? $"Of its {reservation} pool '{standing.Pool}' needs at most " +
                      $"{PoolAdmission.Amount(after, resource)} until lent capacity could be back; the rest is lent."
                    : $"Of its {reservation} pool '{standing.Pool}' may soon need {PoolAdmission.Amount(after, resource)}; " +
                      "lent capacity is recalled.";
            }
        }

        return $"The configured terms of pool '{standing.Pool}' have changed.";
    }

    private static string Effect(PoolStanding standing) =>
        $"Entitled to {PoolAdmission.Amount(standing.Cpu.Entitlement, PoolResource.Cpu)} and " +
        $"{PoolAdmission.Amount(standing.Memory.Entitlement, PoolResource.Memory)}; lends " +
        $"{PoolAdmission.Amount(standing.Cpu.Lent, PoolResource.Cpu)}.";

    private sealed record Change(SetPoolTerms Action, bool IsRaise, string Reason, string Effect);
}
