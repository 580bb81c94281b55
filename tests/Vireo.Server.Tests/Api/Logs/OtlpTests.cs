using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using Vireo.Adapters.Logs;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Tests.Api.Logs;

/// <summary>Log records that OpenTelemetry's own exporter sends, and what others may send.</summary>
public sealed class OtlpTests
{
    private const string Record =
        """{"resourceLogs":[{"resource":{"attributes":[{"key":"host.name","value":{"stringValue":"web-1"}}]},"scopeLogs":[{"logRecords":[{"body":{"stringValue":"hello"}}]}]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_exporter_of_OpenTelemetry_sends_is_taken_with_its_host()
    {
        await using var server = await TestServer.StartAsync();
        var feed = Feed(server, "apps");
        using var client = server.ClientOf(Roles.Sender);
        using (var logging = LoggerFactory.Create(builder => builder.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("shop").AddAttributes([new("host.name", "web-1")]));
            options.AddOtlpExporter(exporter =>
            {
                exporter.Endpoint = new Uri("http://127.0.0.1:8460/v1/logs");
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.ExportProcessorType = ExportProcessorType.Simple;
                exporter.HttpClientFactory = () => new HttpClient(new Blocking(client));
            });
        })))
        {
            logging.CreateLogger("checkout").LogError("payment {Order} failed", 17);
        }

        var line = Assert.Single(feed.Take());
        Assert.Equal(("web-1", "ERROR shop: payment 17 failed"), (line.Writer, line.Text));
    }

    [Fact]
    public async Task Json_by_gzip_is_taken_and_answered_in_json()
    {
        await using var server = await TestServer.StartAsync();
        var feed = Feed(server, "apps");
        using var client = server.ClientOf(Roles.Sender);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Record), Token);
        }

        using var body = Body(packed.ToArray(), "application/json");
        body.Headers.ContentEncoding.Add("gzip");
        var answer = await client.PostAsync("v1/logs", body, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("hello", Assert.Single(feed.Take()).Text);
    }

    [Theory]
    [InlineData("viewer", "application/json", Record, HttpStatusCode.Forbidden, "")]
    [InlineData("", "application/json", Record, HttpStatusCode.Unauthorized, "")]
    [InlineData("sender", "text/plain", Record, HttpStatusCode.UnsupportedMediaType, "'Content-Type' must be")]
    [InlineData("sender", "application/json", "{\"resourceLogs\":7}", HttpStatusCode.BadRequest, "'resourceLogs' must be a list")]
    [InlineData("sender", "application/x-protobuf", "nonsense", HttpStatusCode.BadRequest, "no ExportLogsServiceRequest")]
    public async Task What_may_not_or_cannot_be_taken_is_refused_with_the_reason(
        string role, string type, string text, HttpStatusCode status, string reason)
    {
        await using var server = await TestServer.StartAsync();
        var feed = Feed(server, "apps");
        using var client = role.Length == 0 ? server.Client() : server.ClientOf(role);

        using var body = Body(System.Text.Encoding.UTF8.GetBytes(text), type);
        var answer = await client.PostAsync("v1/logs", body, Token);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(feed.Take());
    }

    [Fact]
    public async Task Of_several_sources_one_has_to_be_named_and_without_one_it_is_said_how_to_have_one()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientOf(Roles.Sender);
        Assert.Contains("'otlp: true'", await PostAsync(client, "v1/logs"), StringComparison.Ordinal);
        Feed(server, "apps");
        var second = Feed(server, "boxes");

        Assert.Contains("?source=NAME", await PostAsync(client, "v1/logs"), StringComparison.Ordinal);
        Assert.Contains("'apps', 'boxes'", await PostAsync(client, "v1/logs?source=app"), StringComparison.Ordinal);
        Assert.Equal("{}", await PostAsync(client, "v1/logs?source=boxes"));
        Assert.Single(second.Take());
    }

    [Fact]
    public async Task Who_sends_more_than_is_kept_is_asked_to_wait()
    {
        await using var server = await TestServer.StartAsync();
        var feed = Feed(server, "apps");
        while (!feed.IsBusy)
        {
            feed.Receive(System.Text.Encoding.UTF8.GetBytes(Record), isJson: true);
        }

        using var client = server.ClientOf(Roles.Sender);
        using var body = Body(System.Text.Encoding.UTF8.GetBytes(Record), "application/json");
        var answer = await client.PostAsync("v1/logs", body, Token);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
    }

    private static OtlpFeed Feed(TestServer server, string name) =>
        server.App.Services.GetRequiredService<OtlpIntake>().Open(new LogFeedSettings(name) { ReceivesOtlp = true });

    private static ByteArrayContent Body(byte[] bytes, string type)
    {
        var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);

        return body;
    }

    private static async Task<string> PostAsync(HttpClient client, string path)
    {
        using var body = Body(System.Text.Encoding.UTF8.GetBytes(Record), "application/json");
        var answer = await client.PostAsync(path, body, Token);

        return System.Text.RegularExpressions.Regex.Unescape(await answer.Content.ReadAsStringAsync(Token));
    }

    // The exporter sends without awaiting; the server in this process knows awaiting only.
    private sealed class Blocking(HttpClient inner) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            SendAsync(request, cancellationToken).GetAwaiter().GetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var copy = new HttpRequestMessage(request.Method, request.RequestUri);
            copy.Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            copy.Content.Headers.ContentType = request.Content.Headers.ContentType;

            return await inner.SendAsync(copy, cancellationToken);
        }
    }
}
