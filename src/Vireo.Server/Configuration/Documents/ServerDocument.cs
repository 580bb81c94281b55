using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Server</c>: how the server listens and whom it trusts. At most one.</summary>
internal static class ServerDocument
{
    public static MappingForm<ServerSettings> Form { get; } =
        new MappingForm<ServerSettings>("Server", new ServerSettings())
            .Key("urls", "Where to listen, instead of http://127.0.0.1:8460.",
                new ListForm<string>(new UrlForm(), url => url),
                server => server.Urls, (server, urls) => server with { Urls = urls })
            .Key("allowedHosts", "Names under which browsers may reach the server besides loopback.",
                new ListForm<string>(Values.Name, name => name),
                server => server.AllowedHosts, (server, names) => server with { AllowedHosts = names })
            .Key("requireTokenForReads", "Whether reading needs a token too; always so beyond loopback.", Values.Flag,
                server => server.RequireTokenForReads, (server, value) => server with { RequireTokenForReads = value })
            .Key("retention", "How long the state file keeps what.", RetentionForm.Form,
                server => server.Retention, (server, value) => server with { Retention = value });
}
