using System.Collections.Immutable;

namespace Vireo.Server.Configuration.Yaml;

/// <summary>Collects what is wrong with one file, up to a limit.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<ConfigurationProblem> _problems = [];

    public string File => file;

    public int Count => _problems.Count;

    public void Add(Place place, string message)
    {
        if (_problems.Count == YamlLimits.ProblemsPerFile)
        {
            _problems.Add(new ConfigurationProblem(
                file, place.Line, place.Column, $"More than {YamlLimits.ProblemsPerFile} problems; the rest is not shown."));
        }
        else if (_problems.Count < YamlLimits.ProblemsPerFile)
        {
            _problems.Add(new ConfigurationProblem(file, place.Line, place.Column, message));
        }
    }

    public ImmutableArray<ConfigurationProblem> InOrder() =>
        [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
