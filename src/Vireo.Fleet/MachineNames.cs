using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Vireo.Fleet;

/// <summary>Puts what people call machines in the place of identifiers that say nothing to them, such as UUIDs. Where two
/// machines have one name, their identifiers stay.</summary>
public sealed partial class MachineNames
{
    private readonly Dictionary<string, string> _names;

    /// <summary>Of the machines of a picture. O(machines).</summary>
    public MachineNames(ImmutableArray<VirtualMachine> machines)
    {
        // A name that is another machine's identifier would point at the wrong one.
        var identifiers = machines.Select(machine => machine.Id.Value).ToHashSet(StringComparer.Ordinal);
        _names = machines.Where(machine => machine.Name.Length > 0 && !identifiers.Contains(machine.Name))
            .GroupBy(machine => machine.Name, StringComparer.Ordinal).Where(same => same.Count() == 1)
            .ToDictionary(same => same.First().Id.Value, same => same.Key, StringComparer.Ordinal);
    }

    /// <summary>A text with names.</summary>
    /// <param name="text">Identifiers stand in it between quotes, or behind <c>VirtualMachine/</c>.</param>
    public string In(string text) => _names.Count == 0 || text.Length == 0
        ? text
        : Identifier().Replace(text, found => _names.TryGetValue(found.Groups["id"].Value, out string? name)
            ? found.Value.Replace(found.Groups["id"].Value, name, StringComparison.Ordinal)
            : found.Value);

    /// <summary>A plan whose reasons have names.</summary>
    public Plan In(Plan plan) => _names.Count == 0
        ? plan
        : plan with
        {
            Actions = [.. plan.Actions.Select(action => action with
            {
                Reason = In(action.Reason), ExpectedEffect = In(action.ExpectedEffect), Instead = In(action.Instead),
            })],
            Refusals = In(plan.Refusals),
        };

    /// <summary>Refusals whose reasons have names.</summary>
    public ImmutableArray<Refusal> In(ImmutableArray<Refusal> refusals) => _names.Count == 0
        ? refusals
        : [.. refusals.Select(refusal => refusal with { Reason = In(refusal.Reason) })];

    [GeneratedRegex("'(?<id>[^']+)'|VirtualMachine/(?<id>[^\\s:,;'\"]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
