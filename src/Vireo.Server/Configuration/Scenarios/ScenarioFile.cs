using System.Collections.Immutable;
using Vireo.Server.Configuration.Yaml;
using Vireo.Simulation.Trials;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>Reads scenarios that are written down with their expected outcome.</summary>
public static class ScenarioFile
{
    /// <summary>Reads one; whatever is in the file, the answer is a trial or a list of problems, never an
    /// exception.</summary>
    /// <param name="path">A YAML file with one document: a list of <c>hosts</c> makes it a single decision, anything else
    /// hours of the whole loop.</param>
    public static ScenarioFileResult Read(string path)
    {
        var problems = new ProblemList(path);
        ImmutableArray<YamlNode> documents = YamlFile.Read(path, problems) is { } text ? YamlTree.Parse(text, problems) : [];
        var trial = Read(documents, problems);

        return new ScenarioFileResult(problems.Count == 0 ? trial : null, [.. problems.InOrder().Select(problem => Named(problem, documents))]);
    }

    private static ConfigurationProblem Named(ConfigurationProblem problem, ImmutableArray<YamlNode> documents) =>
        documents is [var document] && FieldPath.Of(document, new Place(problem.Line, problem.Column)) is { } field
            ? problem with { Message = $"{field}: {problem.Message}" }
            : problem;

    private static Trial? Read(ImmutableArray<YamlNode> documents, ProblemList problems)
    {
        if (documents is not [YamlMapping mapping])
        {
            if (problems.Count == 0)
            {
                var place = documents.Length > 1 ? documents[1].Place : documents.FirstOrDefault()?.Place ?? Place.Start;
                problems.Add(place, "A scenario file holds one document of keys and values, such as 'name', 'groups' and 'expect'.");
            }

            return null;
        }

        if (mapping.Find("hosts") is YamlSequence)
        {
            return DecisionTrialForm.Form.TryRead(mapping, problems, out var decision) ? decision : null;
        }

        return FleetTrialForm.Form.TryRead(mapping, problems, out var fleet) ? fleet : null;
    }
}
