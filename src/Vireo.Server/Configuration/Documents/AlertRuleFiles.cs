using Vireo.Detection.Rules.Files;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Documents;

/// <summary>Reads the rule files that documents of alert rules name.</summary>
internal static class AlertRuleFiles
{
    /// <summary>The document with its files read; every mistake in them is told with the file's own place.</summary>
    /// <param name="rules">The document.</param>
    /// <param name="folder">What its paths are relative to.</param>
    /// <param name="lists">Where problems of the files go.</param>
    public static Located<AlertRulesDraft> Read(
        Located<AlertRulesDraft> rules, string folder, List<ProblemList> lists)
    {
        var found = rules.Value.Paths.Select(path => (Name: path, Path: Path.GetFullPath(path, folder))).ToList();

        return rules with
        {
            Value = rules.Value with
            {
                Paths = [.. found.Select(file => file.Path)],
                Files = [.. found.Select(file => Read(file.Name, file.Path, lists)).OfType<RuleFile>()],
            },
        };
    }

    private static RuleFile? Read(string name, string path, List<ProblemList> lists)
    {
        var problems = new ProblemList(path);
        lists.Add(problems);
        if (YamlFile.Read(path, problems) is not { } text)
        {
            return null;
        }

        var file = RuleFileReader.Read(name, text);
        foreach (var problem in file.Problems)
        {
            problems.Add(new Place(problem.Line, problem.Column), problem.Message);
        }

        return file;
    }
}
