using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Vireo.Server.Notifying.Receivers;

/// <summary>Posts JSON and believes nothing but a clear yes.</summary>
internal sealed class JsonPost(HttpClient client, ReceiverSettings settings)
{
    private const int MostOfAnswer = 1_000;

    /// <summary>Posts a document; the answer has to be one of success.</summary>
    /// <param name="path">Added to the receiver's address; may be empty.</param>
    /// <param name="usual">The address when none is configured.</param>
    /// <param name="body">The document.</param>
    /// <param name="key">Tells the other side whether it has seen the message before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The beginning of the answer.</returns>
    public async Task<string> SendAsync(
        string path, string? usual, JsonNode body, string key, CancellationToken cancellationToken)
    {
        string address = settings.UrlFile is { } file ? Secret.Read(file) : settings.Url ?? usual ?? "";
        if (!Uri.TryCreate(address.TrimEnd('/') + path, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https"))
        {
            throw new ReceiverException($"The address of receiver '{settings.Name}' is no http or https address.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (settings.TokenFile is { } tokenFile)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Secret.Read(tokenFile));
        }

        return await SendAsync(request, cancellationToken);
    }

    private async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            string answer = await BeginningAsync(response.Content, cancellationToken);

            return response.IsSuccessStatusCode
                ? answer
                : throw new ReceiverException($"It answered {(int)response.StatusCode}: {answer}".TrimEnd(' ', ':'))
                {
                    RetryAfter = response.Headers.RetryAfter?.Delta,
                };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new ReceiverException($"It cannot be reached: {failure.Message}", failure);
        }
    }

    // Whatever length and bytes it sends: this is only shown.
    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[MostOfAnswer];
        int read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        string text = System.Text.Encoding.UTF8.GetString(buffer, 0, read);

        return new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
    }
}
