using System.Text.Json.Nodes;
using Vireo.Fleet;
using Vireo.Server.Configuration.Documents;

namespace Vireo.Server.Configuration;

/// <summary>A policy in the form of configuration files.</summary>
public static class PolicyText
{
    /// <summary>As a document; JSON is YAML, so that it can be saved as a file and read back.</summary>
    public static JsonObject Write(Policy policy)
    {
        var document = PolicyDocument.Form.Write(policy).AsObject();
        document.Insert(0, "apiVersion", DocumentKind.ApiVersion);
        document.Insert(1, "kind", "Policy");

        return document;
    }
}
