using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Asks a provider with a deadline, also one that ignores its token; whatever goes wrong comes out as one
/// exception that says whether a retry makes sense.</summary>
internal sealed class ProviderCall(TimeSpan deadline, TimeProvider time)
{
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await call(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (ProviderException)
        {
            throw;
        }
        catch (OperationCanceledException late)
        {
            throw new ProviderException(
                $"It did not answer within {deadline.TotalSeconds:0.#} s.", isTransient: true, late);
        }
        catch (Exception unexpected)
        {
            // An adapter's bug must not stop the other providers; it is shown as this provider's error.
            throw new ProviderException($"Its adapter failed: {unexpected.Message}", isTransient: true, unexpected);
        }
    }

    public Task TellAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        AskAsync(
            async token =>
            {
                await call(token);
                return true;
            },
            cancellationToken);
}
