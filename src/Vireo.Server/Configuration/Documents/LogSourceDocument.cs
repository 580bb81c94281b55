using System.Net;
using System.Text.Json.Nodes;
using Vireo.Adapters.Logs;
using Vireo.Server.Configuration.Forms;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: LogSource</c>: where log lines of hosts and machines come from.</summary>
internal static class LogSourceDocument
{
    private const string LocalJournal = "local";

    private static readonly ChoiceForm<LogFormat> Format = new(
        [("syslog", LogFormat.Syslog), ("journal", LogFormat.Journal), ("plain", LogFormat.Plain)]);

    public static MappingForm<LogFeedSettings> Form { get; } =
        new MappingForm<LogFeedSettings>("LogSource", new LogFeedSettings(""))
            .Required("name", "Names the source.", Values.Name, source => source.Name, (source, name) => source with { Name = name })
            .Key("provider", "Whose hosts and machines write; may be left out where there is one provider.", Values.Name,
                source => source.Provider, (source, name) => source with { Provider = name })
            .Key("files", "Files that are followed, by absolute path; * in the last part stands for any text.",
                new ListForm<string>(new TextForm("a path"), path => path),
                source => source.Files, (source, paths) => source with { Files = paths })
            .Key("format", "How lines of files are written.", Format,
                source => source.Format, (source, format) => source with { Format = format })
            .Key("writer", "The host or machine that writes plain files.", Values.Name,
                source => source.Writer, (source, name) => source with { Writer = name })
            .Key("journal", "The systemd journal that is followed through journalctl: local for this machine's, or the folder of collected ones, by absolute path.",
                new TextForm("local or a path"), JournalOf, (source, journal) => source with
                {
                    FollowsJournal = true,
                    JournalFolder = journal == LocalJournal ? "" : journal,
                })
            .Key("otlp", "Whether log records are received by OTLP over HTTP, at /v1/logs of the server's address.", Values.Flag,
                source => source.ReceivesOtlp, (source, isReceived) => source with { ReceivesOtlp = isReceived })
            .Key("udp", "Address and port where syslog datagrams are received.", new EndPointForm(),
                source => source.Udp, (source, at) => source with { Udp = at })
            .Key("tcp", "Address and port where syslog connections are received.", new EndPointForm(),
                source => source.Tcp, (source, at) => source with { Tcp = at })
            .Key("tls", "Address and port where syslog connections by TLS are received.", new EndPointForm(),
                source => source.Tls, (source, at) => source with { Tls = at })
            .Key("certificate", "The certificate of the TLS address: a PEM file, by absolute path.", new TextForm("a path"),
                source => source.CertificateFile, (source, path) => source with { CertificateFile = path })
            .Key("key", "The key of the certificate: a PEM file, by absolute path.", new TextForm("a path"),
                source => source.KeyFile, (source, path) => source with { KeyFile = path })
            .Key("senders", "Authorities that must have signed the senders' certificates: a PEM file, by absolute path; without it everybody may send.",
                new TextForm("a path"), source => source.SendersFile, (source, path) => source with { SendersFile = path })
            .Check("name", source => WaysOf(source) != 1
                ? $"The log source '{source.Name}' needs either files, or a journal, or otlp, or udp, tcp and tls addresses such as 127.0.0.1:5514."
                : null)
            .Check("journal", source => source.JournalFolder.Length > 0 && !Path.IsPathFullyQualified(source.JournalFolder)
                ? $"'{source.JournalFolder}' is relative; write 'local', or the whole path, such as /var/log/journal/remote."
                : null)
            .Check("files", source => source.Files.FirstOrDefault(path => !Path.IsPathFullyQualified(path)) is { } relative
                ? $"'{relative}' is relative; write the whole path, such as /var/log/{relative}."
                : null)
            .Check("tls", source => (source.Tls is null) != (source.CertificateFile.Length == 0 && source.KeyFile.Length == 0 && source.SendersFile.Length == 0)
                || (source.Tls is not null && (source.CertificateFile.Length == 0 || source.KeyFile.Length == 0))
                ? "'tls' needs 'certificate' and 'key', and these and 'senders' belong to 'tls'."
                : null)
            .Check("tls", source => new[] { source.CertificateFile, source.KeyFile, source.SendersFile }
                .FirstOrDefault(path => path.Length > 0 && !Path.IsPathFullyQualified(path)) is { } relative
                ? $"'{relative}' is relative; write the whole path, such as /etc/vireo/{relative}."
                : null)
            .Check("writer", source => (source.Format == LogFormat.Plain) != (source.Writer.Length > 0)
                ? "'writer' belongs to 'format: plain', and plain files need one: their lines do not say who wrote them."
                : null);

    private static string JournalOf(LogFeedSettings source) =>
        source.JournalFolder.Length == 0 && source.FollowsJournal ? LocalJournal : source.JournalFolder;

    private static int WaysOf(LogFeedSettings source) =>
        new[]
        {
            !source.Files.IsEmpty, source.FollowsJournal, source.ReceivesOtlp,
            source.Udp is not null || source.Tcp is not null || source.Tls is not null,
        }.Count(isUsed => isUsed);

    private sealed class EndPointForm : ScalarForm<IPEndPoint>
    {
        public override string Expected => "an address with its port, such as 0.0.0.0:514 or [::]:6514";

        public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^.+:[0-9]{1,5}$" };

        public override JsonNode Write(IPEndPoint value) => JsonValue.Create(value.ToString());

        protected override bool TryParse(YamlScalar scalar, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out IPEndPoint value) =>
            IPEndPoint.TryParse(scalar.Text, out value) && value.Port > 0;
    }
}
