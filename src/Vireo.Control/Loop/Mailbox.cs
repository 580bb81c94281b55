using System.Threading.Channels;

namespace Vireo.Control;

/// <summary>Commands from other threads, carried out one at a time between the loop's own steps.</summary>
/// <remarks>Bounded: when it is full, senders wait; a command is never dropped.</remarks>
internal sealed class Mailbox
{
    private readonly Channel<Command> _commands = Channel.CreateBounded<Command>(
        new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Sends a command and waits until it was carried out.</summary>
    /// <exception cref="ObjectDisposedException">The loop has ended.</exception>
    public async Task SendAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var command = new Command(
            work, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        try
        {
            await _commands.Writer.WriteAsync(command, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(ClusterLoop), "The loop has ended and takes no commands.");
        }

        // Not WaitAsync: what it relays hops to the thread pool, out of virtual time.
        await using var impatience = cancellationToken.UnsafeRegister(
            static (done, token) => ((TaskCompletionSource)done!).TrySetCanceled(token), command.Done);
        await command.Done.Task;
    }

    /// <summary>Carries commands out until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _commands.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_commands.Reader.TryRead(out var command))
            {
                await CarryOutAsync(command, cancellationToken);
            }
        }
    }

    /// <summary>Takes no more commands; those that still wait fail.</summary>
    public void Close()
    {
        _commands.Writer.TryComplete();
        while (_commands.Reader.TryRead(out var command))
        {
            command.Done.TrySetException(
                new ObjectDisposedException(nameof(ClusterLoop), "The loop ended before the command was carried out."));
        }
    }

    private static async Task CarryOutAsync(Command command, CancellationToken cancellationToken)
    {
        if (command.Cancelled.IsCancellationRequested)
        {
            command.Done.TrySetCanceled(command.Cancelled);
            return;
        }

        try
        {
            await command.Work(cancellationToken);
            command.Done.TrySetResult();
        }
        catch (Exception failure)
        {
            // The sender's failure, not the loop's: it is thrown where the command was sent.
            command.Done.TrySetException(failure);
        }
    }

    private sealed record Command(
        Func<CancellationToken, Task> Work, TaskCompletionSource Done, CancellationToken Cancelled);
}
