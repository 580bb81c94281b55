using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One placement rule of a policy, or one wish.</summary>
internal static class AffinityRuleForm
{
    private static readonly AffinityRule Empty = new("", AffinityKind.KeepApart, [], []);

    private static readonly ChoiceForm<AffinityScope> Scope =
        new([("host", AffinityScope.Host), ("faultDomain", AffinityScope.FaultDomain)]);

    /// <summary>A hard rule.</summary>
    public static MappingForm<AffinityRule> Form { get; } = Keys(
        new MappingForm<AffinityRule>("a placement rule", Empty), "rule", Kind(("atMostHosts", AffinityKind.AtMostHosts)),
        rule => rule, (_, rule) => rule)
        .Key("mostHosts", "For atMostHosts: so many hosts may the machines use together.", new IntegerForm(0, 100_000),
            rule => rule.MostHosts, (rule, value) => rule with { MostHosts = value })
        .Check("mostHosts", rule => rule.Kind == AffinityKind.AtMostHosts == rule.MostHosts > 0 ? null
            : rule.MostHosts > 0 ? $"The rule '{rule.Name}' names mostHosts, which belongs to atMostHosts."
            : $"The rule '{rule.Name}' needs mostHosts, at least 1: how many hosts the licence allows.");

    /// <summary>A rule that gives way.</summary>
    public static MappingForm<PlacementWish> Wish { get; } = Keys(
        new MappingForm<PlacementWish>("a wish", new PlacementWish(Empty, 1)), "wish", Kind(),
        wish => wish.Rule, (wish, rule) => wish with { Rule = rule })
        .Key("weight", "How much it matters beside other wishes.", new NumberForm(0.001, 1_000_000),
            wish => wish.Weight, (wish, value) => wish with { Weight = value });

    private static ChoiceForm<AffinityKind> Kind(params (string, AffinityKind)[] more) => new(
    [
        ("keepTogether", AffinityKind.KeepTogether),
        ("keepApart", AffinityKind.KeepApart),
        ("onlyOn", AffinityKind.OnlyOn),
        ("neverOn", AffinityKind.NeverOn),
        .. more,
    ]);

    private static MappingForm<T> Keys<T>(
        MappingForm<T> form, string noun, ChoiceForm<AffinityKind> kinds, Func<T, AffinityRule> get, Func<T, AffinityRule, T> set)
        where T : class => form
        .Required("name", $"The {noun}'s name in explanations.", Values.Name,
            one => get(one).Name, (one, name) => set(one, get(one) with { Name = name }))
        .Required("kind", "What it asks for.", kinds, one => get(one).Kind, (one, kind) => set(one, get(one) with { Kind = kind }))
        .Required("virtualMachines", "Whom it binds.", Values.Machines,
            one => get(one).VirtualMachines, (one, machines) => set(one, get(one) with { VirtualMachines = machines }))
        .Key("hosts", "For onlyOn and neverOn.", Values.Hosts,
            one => get(one).Hosts, (one, hosts) => set(one, get(one) with { Hosts = hosts }))
        .Key("scope", "For keepTogether and keepApart: what is one place.", Scope,
            one => get(one).Scope, (one, scope) => set(one, get(one) with { Scope = scope }))
        .Check("hosts", one => IsHostRule(get(one)) == get(one).Hosts.IsEmpty ? Explain(noun, get(one)) : null)
        .Check("scope", one => get(one).Scope == AffinityScope.Host || get(one).Kind is AffinityKind.KeepTogether or AffinityKind.KeepApart
            ? null
            : $"The {noun} '{get(one).Name}' is about hosts; scope belongs to keepTogether and keepApart.")
        .Check("virtualMachines", one => get(one).VirtualMachines.Length < (NeedsTwo(get(one)) ? 2 : 1)
            ? $"The {noun} '{get(one).Name}' needs at least {(NeedsTwo(get(one)) ? "two virtual machines" : "one virtual machine")}."
            : null);

    private static bool IsHostRule(AffinityRule rule) => rule.Kind is AffinityKind.OnlyOn or AffinityKind.NeverOn;

    private static bool NeedsTwo(AffinityRule rule) => rule.Kind is AffinityKind.KeepTogether or AffinityKind.KeepApart;

    private static string Explain(string noun, AffinityRule rule) => IsHostRule(rule)
        ? $"The {noun} '{rule.Name}' needs the hosts that it is about."
        : $"The {noun} '{rule.Name}' is about machines among each other; hosts belong to onlyOn and neverOn.";
}
