using Microsoft.AspNetCore.Http;

namespace Vireo.Server.Api;

/// <summary>The caller asked for something that cannot be answered; becomes problem details.</summary>
internal sealed class ApiException(int status, string detail) : Exception(detail)
{
    public int Status => status;

    /// <summary>The request is wrong in itself.</summary>
    public static ApiException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, detail);

    /// <summary>What was asked for does not exist.</summary>
    public static ApiException NotFound(string detail) => new(StatusCodes.Status404NotFound, detail);

    /// <summary>It exists and its state forbids it.</summary>
    public static ApiException Conflict(string detail) => new(StatusCodes.Status409Conflict, detail);

    /// <summary>Does something that a cluster may refuse because of its state.</summary>
    public static async Task AsConflictAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (InvalidOperationException refused)
        {
            throw Conflict(refused.Message);
        }
    }
}
