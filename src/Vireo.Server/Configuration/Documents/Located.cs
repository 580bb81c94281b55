using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Documents;

/// <summary>A document that was read, and where, so that later problems still have a place.</summary>
internal sealed record Located<T>(T Value, YamlMapping Mapping, ProblemList Problems)
{
    /// <summary>Reports a problem at a key, or at the document when it is not there.</summary>
    public void Report(string key, string message) =>
        Problems.Add((Mapping.Find(key) ?? Mapping).Place, message);
}
