using System.Collections.Immutable;
using Vireo.Adapters.LoadBalancing;
using Vireo.Server.Configuration.Documents;
using Vireo.Server.Configuration.Yaml;
using Vireo.Server.Notifying;

namespace Vireo.Server.Configuration;

/// <summary>Reads configuration files. Whatever is in them, the answer is a configuration or a list of problems, never
/// an exception.</summary>
public static class ConfigurationLoader
{
    private const int MostFiles = 1_000;

    /// <summary>Reads files, and the <c>.yaml</c> and <c>.yml</c> files of folders, in the order given.</summary>
    /// <param name="paths">Files or folders; none gives the empty configuration.</param>
    public static ConfigurationResult Load(IReadOnlyList<string> paths)
    {
        var draft = new ConfigurationDraft();
        var lists = new List<ProblemList>();
        foreach (string path in paths)
        {
            foreach (string file in FilesOf(path, lists))
            {
                var problems = new ProblemList(file);
                lists.Add(problems);
                if (YamlFile.Read(file, problems) is { } text)
                {
                    ReadDocuments(text, problems, draft, Path.GetDirectoryName(Path.GetFullPath(file)), lists);
                }
                else
                {
                    draft.Unread.Add(kind: null, name: null);
                }
            }
        }

        return Finish(draft, lists, ServerConfiguration.Empty);
    }

    /// <summary>Checks a text that is in no file. Paths in it are not looked up.</summary>
    /// <param name="name">What problems call it.</param>
    /// <param name="utf8">At most a mebibyte.</param>
    public static ConfigurationResult Check(string name, ReadOnlySpan<byte> utf8) =>
        Check([(name, utf8.ToArray())], ServerConfiguration.Empty);

    /// <summary>Checks texts that belong together, beside what is in force already. Paths in them are not looked
    /// up.</summary>
    /// <param name="texts">What problems call each, and its content, at most a mebibyte.</param>
    /// <param name="known">What is in force and may be referred to.</param>
    public static ConfigurationResult Check(IEnumerable<(string Name, byte[] Utf8)> texts, ServerConfiguration known)
    {
        var draft = new ConfigurationDraft();
        var lists = new List<ProblemList>();
        foreach (var (name, utf8) in texts)
        {
            var problems = new ProblemList(name);
            lists.Add(problems);
            if (YamlFile.Decode(utf8, problems) is { } text)
            {
                ReadDocuments(text, problems, draft, folder: null, lists);
            }
            else
            {
                draft.Unread.Add(kind: null, name: null);
            }
        }

        return Finish(draft, lists, known);
    }

    private static ConfigurationResult Finish(ConfigurationDraft draft, List<ProblemList> lists, ServerConfiguration known)
    {
        var configuration = draft.Complete(known);
        ImmutableArray<ConfigurationProblem> problems = [.. lists.SelectMany(list => list.InOrder())];

        return new ConfigurationResult(problems.IsEmpty ? configuration : null, problems);
    }

    /// <summary>The file itself, or the <c>.yaml</c> and <c>.yml</c> files of a folder, in order.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static string[] FilesOf(string path) => Directory.Exists(path)
        ?
        [
            .. Directory.EnumerateFiles(path)
                .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
                .Take(MostFiles)
                .Order(StringComparer.Ordinal),
        ]
        : [path];

    private static string[] FilesOf(string path, List<ProblemList> lists)
    {
        try
        {
            return FilesOf(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var problems = new ProblemList(path);
            problems.Add(Place.Start, $"The folder cannot be read: {failure.Message}");
            lists.Add(problems);

            return [];
        }
    }

    private static void ReadDocuments(
        string text, ProblemList problems, ConfigurationDraft draft, string? folder, List<ProblemList> lists)
    {
        var documents = YamlTree.Parse(text, problems);
        if (problems.Count > 0)
        {
            draft.Unread.Add(kind: null, name: null);
        }

        if (documents.IsEmpty && problems.Count == 0)
        {
            problems.Add(Place.Start, $"The file is empty; expected a document that begins with 'apiVersion: {DocumentKind.ApiVersion}'.");
        }

        foreach (var document in documents)
        {
            if (document is YamlMapping mapping)
            {
                ReadDocument(mapping, problems, draft, folder, lists);
            }
            else
            {
                draft.Unread.Add(kind: null, name: null);
                problems.Add(document.Place, $"Expected a document with 'apiVersion' and 'kind', found {document.Found}.");
            }
        }
    }

    private static void ReadDocument(
        YamlMapping document, ProblemList problems, ConfigurationDraft draft, string? folder, List<ProblemList> lists)
    {
        CheckVersion(document, problems);
        if (KindOf(document, problems) is not { } kind)
        {
            draft.Unread.Add(kind: null, DocumentKind.NameOf(document));

            return;
        }

        (int providers, int rules, int receivers, int balancers) = (
            draft.Providers.Count, draft.AlertRules.Count, draft.Receivers.Count, draft.BackendPools.Count);
        kind.Read(
            document with { Entries = [.. document.Entries.Where(entry => entry.Key is not ("apiVersion" or "kind"))] },
            problems, draft);
        if (draft.Providers.Count > providers && folder is not null)
        {
            draft.Providers[^1] = FindKeys(FindPassword(FindTraces(draft.Providers[^1], folder), folder), folder);
        }

        if (draft.AlertRules.Count > rules && folder is not null)
        {
            draft.AlertRules[^1] = AlertRuleFiles.Read(draft.AlertRules[^1], folder, lists);
        }

        if (draft.Receivers.Count > receivers && folder is not null)
        {
            draft.Receivers[^1] = FindSecrets(draft.Receivers[^1], folder);
        }

        if (draft.BackendPools.Count > balancers && folder is not null)
        {
            draft.BackendPools[^1] = FindToken(draft.BackendPools[^1], folder);
        }
    }

    private static void CheckVersion(YamlMapping document, ProblemList problems)
    {
        var version = document.Find("apiVersion");
        if (version is not YamlScalar { Text: DocumentKind.ApiVersion })
        {
            problems.Add(
                (version ?? document).Place,
                $"Expected 'apiVersion: {DocumentKind.ApiVersion}', found {version?.Found ?? "none"}.");
        }
    }

    private static DocumentKind? KindOf(YamlMapping document, ProblemList problems)
    {
        string known = string.Join(", ", DocumentKind.All.Select(kind => kind.Name));
        if (document.Find("kind") is not YamlScalar { IsNull: false } written)
        {
            problems.Add(document.Place, $"The key 'kind' is missing; it is one of {known}.");

            return null;
        }

        var found = DocumentKind.All.FirstOrDefault(kind => kind.Name == written.Text);
        if (found is null)
        {
            problems.Add(
                written.Place,
                $"Unknown kind {written.Found}; known are {known}. The nearest is " +
                $"'{NearestWord.Of(written.Text, DocumentKind.All.Select(kind => kind.Name))}'.");
        }

        return found;
    }

    // Whether they are there is seen when they are needed: secrets may come later than the configuration.
    private static Located<ReceiverSettings> FindSecrets(Located<ReceiverSettings> receiver, string folder)
    {
        string? Full(string? path) => path is null ? null : Path.GetFullPath(path, folder);

        return receiver with
        {
            Value = receiver.Value with
            {
                UrlFile = Full(receiver.Value.UrlFile),
                TokenFile = Full(receiver.Value.TokenFile),
                RoutingKeyFile = Full(receiver.Value.RoutingKeyFile),
                PasswordFile = Full(receiver.Value.PasswordFile),
            },
        };
    }

    private static Located<BackendPoolSettings> FindToken(Located<BackendPoolSettings> pool, string folder) => pool with
    {
        Value = pool.Value with
        {
            TokenFile = pool.Value.TokenFile.Length == 0 ? "" : Path.GetFullPath(pool.Value.TokenFile, folder),
        },
    };

    private static Located<ProviderSettings> FindPassword(Located<ProviderSettings> provider, string folder)
    {
        var account = provider.Value.VSphere.Account;
        string Full(string key, string path)
        {
            string full = path.Length == 0 ? "" : Path.GetFullPath(path, folder);
            if (full.Length > 0 && !File.Exists(full))
            {
                provider.Report(key, $"There is no file '{full}'. Paths are relative to the configuration file.");
            }

            return full;
        }

        account = account with
        {
            PasswordFile = Full("passwordFile", account.PasswordFile),
            TokenFile = Full("tokenFile", account.TokenFile),
            CertificateFile = Full("certificateFile", account.CertificateFile),
            KeyFile = Full("keyFile", account.KeyFile),
        };

        return account == provider.Value.VSphere.Account
            ? provider
            : provider with { Value = provider.Value with { VSphere = provider.Value.VSphere with { Account = account } } };
    }

    private static Located<ProviderSettings> FindKeys(Located<ProviderSettings> provider, string folder)
    {
        string? Full(string? path)
        {
            string? full = path is null ? null : Path.GetFullPath(path, folder);
            if (full is not null && !File.Exists(full))
            {
                provider.Report("ovn", $"There is no file '{full}'. Paths are relative to the configuration file.");
            }

            return full;
        }

        return provider.Value.Ovn is not { } ovn ? provider : provider with
        {
            Value = provider.Value with
            {
                Ovn = ovn with
                {
                    AuthorityFile = Full(ovn.AuthorityFile),
                    CertificateFile = Full(ovn.CertificateFile),
                    KeyFile = Full(ovn.KeyFile),
                },
            },
        };
    }

    private static Located<ProviderSettings> FindTraces(Located<ProviderSettings> provider, string folder)
    {
        if (provider.Value.Simulation.Traces is not { } written)
        {
            return provider;
        }

        string path = Path.GetFullPath(written, folder);
        if (!Path.Exists(path))
        {
            provider.Report("traces", $"There is no file or folder '{path}'. Paths are relative to the configuration file.");
        }

        return provider with
        {
            Value = provider.Value with { Simulation = provider.Value.Simulation with { Traces = path } },
        };
    }
}
