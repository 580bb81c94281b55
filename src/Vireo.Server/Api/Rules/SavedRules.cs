using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Vireo.Server.Configuration;
using Vireo.Server.Configuration.Yaml;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Rules;

/// <summary>Rules that people save while the server runs: one file a set in the data folder, read with the configuration
/// and in force as soon as <see cref="ConfigurationWatcher"/> has seen it. Safe from any thread.</summary>
internal sealed partial class SavedRules(ServerOptions options, ServerAudit audit)
{
    private const int MostSets = 100;
    private const string Extension = ".yaml";

    // What makes a rule file a document; after its text, so that the lines of mistakes are those that were written.
    private const string Heading = "# What makes the rules above a document of the configuration:";

    private readonly Lock _gate = new();

    /// <summary>All sets, by name.</summary>
    public ImmutableArray<SavedRuleSet> All => !Directory.Exists(options.RulesFolder) ? [] :
    [
        .. Directory.EnumerateFiles(options.RulesFolder, $"*{Extension}").Order(StringComparer.Ordinal).Select(file =>
            new SavedRuleSet(
                Path.GetFileNameWithoutExtension(file), Written(File.ReadAllText(file)),
                new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero))),
    ];

    /// <summary>Checks rules beside everything that is configured, and keeps them; they replace those of the same
    /// name.</summary>
    /// <param name="name">Names the set.</param>
    /// <param name="utf8">A rule file, or documents of kind AlertRules.</param>
    /// <param name="user">Who saves them.</param>
    /// <exception cref="ApiException">There are mistakes, each told with its place; nothing was changed.</exception>
    public void Save(string name, byte[] utf8, string user)
    {
        if (!Name().IsMatch(name))
        {
            throw ApiException.BadRequest(
                $"'{name}' cannot name rules: write 1 to 63 lower-case letters, digits and dashes, such as my-rules.");
        }

        var (thresholds, files) = RuleText.Read(name, utf8);
        int rules = thresholds.Length + files.Sum(file => file.RuleNames.Count());
        if (rules == 0)
        {
            throw ApiException.BadRequest($"{name}: there is no rule in it. To end rules that were saved, remove them.");
        }

        string text = Encoding.UTF8.GetString(utf8);
        lock (_gate)
        {
            if (All is { Length: >= MostSets } all && all.All(set => set.Name != name))
            {
                throw ApiException.Conflict(
                    $"There are {MostSets} saved sets of rules, which is the most. Remove one first.");
            }

            Replace(name, RuleText.IsDocument(text) ? RequireRulesOnly(name, text) : AsDocument(name, text));
            audit.Record(
                user, "rules.save", ("name", name), ("rules", $"{rules}"),
                ("sha256", Convert.ToHexStringLower(SHA256.HashData(utf8))));
        }
    }

    /// <summary>Ends rules that were saved.</summary>
    /// <exception cref="ApiException">There are none of that name.</exception>
    public void Remove(string name, string user)
    {
        lock (_gate)
        {
            if (All.All(set => set.Name != name))
            {
                throw ApiException.NotFound($"No rules were saved as '{name}'.");
            }

            File.Delete(FileOf(name));
            audit.Record(user, "rules.remove", ("name", name));
        }
    }

    private string FileOf(string name) => Path.Combine(options.RulesFolder, name + Extension);

    // Written beside the folder and moved into it, so that a crash leaves the old or the new.
    private void Replace(string name, string text)
    {
        string fresh = Path.Combine(options.DataFolder, $"rules-{name}.new");
        try
        {
            Directory.CreateDirectory(options.RulesFolder);
            File.WriteAllText(fresh, text);
            RequireFits(name, fresh);
            File.Move(fresh, FileOf(name), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable, $"The rules could not be kept: {failure.Message}");
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    // What is right by itself may clash with what is configured: names are unique over all of it.
    private void RequireFits(string name, string fresh)
    {
        var others = All.Where(set => set.Name != name).Select(set => FileOf(set.Name));
        var problems = ConfigurationLoader.Load([.. options.ConfigurationFiles, .. others, fresh]).Problems;
        if (!problems.IsEmpty)
        {
            throw ApiException.Conflict(string.Join(
                '\n', problems.Select(problem => $"{problem}".Replace(fresh, name, StringComparison.Ordinal))));
        }
    }

    private static string RequireRulesOnly(string name, string text)
    {
        var other = YamlTree.Parse(text, new ProblemList(name)).OfType<YamlMapping>()
            .Select(document => document.Find("kind")).OfType<YamlScalar>().FirstOrDefault(kind => kind.Text != "AlertRules");

        return other is null ? text : throw ApiException.BadRequest(
            $"{name}:{other.Place.Line}: a document of kind {other.Text} cannot be saved as rules; write AlertRules only.");
    }

    private static string AsDocument(string name, string text) =>
        $"{text.TrimEnd()}\n{Heading}\napiVersion: vireo/v1\nkind: AlertRules\nname: {name}\n";

    private static string Written(string text) =>
        text.LastIndexOf(Heading, StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Name();
}
