using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Vireo.Cli.Remote;

/// <summary>Talks to a server's REST API and turns its problem details into sentences.</summary>
internal sealed class ServerClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;

    /// <summary>Creates a client for a server.</summary>
    public ServerClient(Uri server, string? token)
    {
        _http = new HttpClient { BaseAddress = new Uri(server, "/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Reads a resource.</summary>
    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServerException">The server refused or could not be reached.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, cancellationToken);

    /// <summary>Asks for a change.</summary>
    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="body">Sent as JSON; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServerException">The server refused or could not be reached.</exception>
    public Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), cancellationToken);

    /// <summary>Asks for a change by a document.</summary>
    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="text">YAML or JSON, sent as it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServerException">The server refused or could not be reached.</exception>
    public Task<JsonElement> PostTextAsync(string path, string text, CancellationToken cancellationToken) =>
        PostTextAsync(path, text, Patience, cancellationToken);

    /// <summary>Asks for something that takes its time.</summary>
    /// <inheritdoc cref="PostTextAsync(string, string, CancellationToken)"/>
    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="text">YAML or JSON, sent as it is.</param>
    /// <param name="patience">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<JsonElement> PostTextAsync(string path, string text, TimeSpan patience, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, new StringContent(text, Encoding.UTF8, "application/yaml"), patience, cancellationToken);

    /// <summary>Replaces a resource.</summary>
    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServerException">The server refused or could not be reached.</exception>
    public Task<JsonElement> PutAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, JsonContent.Create(body), cancellationToken);

    /// <summary>Replaces a resource by a document.</summary>
    /// <inheritdoc cref="PostTextAsync(string, string, CancellationToken)"/>
    public Task<JsonElement> PutTextAsync(string path, string text, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, new StringContent(text, Encoding.UTF8, "application/yaml"), cancellationToken);

    /// <summary>Ends something.</summary>
    /// <param name="path">Relative to <c>/api/v1/</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ServerException">The server refused or could not be reached.</exception>
    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, content: null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Task<JsonElement> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync(method, path, content, Patience, cancellationToken);

    private async Task<JsonElement> SendAsync(
        HttpMethod method, string path, HttpContent? content, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await _http.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await ExplainAsync(response, limit.Token);
            }

            return response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0
                ? default
                : await response.Content.ReadFromJsonAsync<JsonElement>(limit.Token);
        }
        catch (HttpRequestException error)
        {
            throw new ServerException(
                $"Cannot reach {_http.BaseAddress!.GetLeftPart(UriPartial.Authority)}: {error.Message} " +
                "Start a server with 'vireo up', or name one with --server URL.", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerException($"The server did not answer within {patience.TotalSeconds:0} s.", error);
        }
    }

    private static async Task<ServerException> ExplainAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string detail = await ReadDetailAsync(response, cancellationToken);
        string hint = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized =>
                " Run 'vireo login', or set VIREO_TOKEN to the token in the server's data folder.",
            HttpStatusCode.Forbidden => detail.Contains("role", StringComparison.Ordinal) ? "" : " The token's role does not allow this.",
            _ => "",
        };

        return new ServerException($"{(int)response.StatusCode} {response.ReasonPhrase}: {detail}{hint}")
        {
            IsUsage = response.StatusCode == HttpStatusCode.BadRequest,
        };
    }

    private static async Task<string> ReadDetailAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var problem = JsonDocument.Parse(text);
            foreach (string name in (ReadOnlySpan<string>)["detail", "title"])
            {
                if (problem.RootElement.ValueKind == JsonValueKind.Object &&
                    problem.RootElement.TryGetProperty(name, out var value) &&
                    value.GetString() is { Length: > 0 } sentence)
                {
                    return sentence;
                }
            }
        }
        catch (JsonException)
        {
            // Not problem details, e.g. another server on this port: show what it said.
        }

        return text.Length > 200 ? text[..200] : text;
    }
}
