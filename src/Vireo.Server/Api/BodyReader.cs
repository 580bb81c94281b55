using Microsoft.AspNetCore.Http;

namespace Vireo.Server.Api;

/// <summary>Reads a request's body as bytes, bounded.</summary>
internal static class BodyReader
{
    private const int Most = 1 << 20;

    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > Most)
            {
                throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"The body may have at most {Most} bytes.");
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
