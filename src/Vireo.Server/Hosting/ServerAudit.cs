using System.Text.Json;
using Vireo.Control;

namespace Vireo.Server.Hosting;

/// <summary>Puts what the server itself changes (tokens, sessions, configuration) into the installation's audit
/// trail.</summary>
internal sealed class ServerAudit(StateStore state, TimeProvider time)
{
    /// <summary>Appends one row; durable when it returns.</summary>
    /// <param name="user">Who.</param>
    /// <param name="action">What, e.g. <c>token.create</c>.</param>
    /// <param name="detail">Particulars; never secrets.</param>
    public void Record(string user, string action, params ReadOnlySpan<(string Key, string Value)> detail)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (key, value) in detail)
        {
            fields[key] = value;
        }

        state.Audit.Append(time.GetUtcNow(), user, action, JsonSerializer.Serialize(fields));
    }
}
