using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SalesOps.Console.Resources;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.People;

namespace SalesOps.Console.SignIn;

/// <summary>Who gets in. The pages hold the forms.</summary>
internal sealed class SignInGate(SignInManager<Account> signIn, IUserStore<Account> accounts, IPasswordHasher<Account> hasher, IDbContextFactory<SalesOpsDb> stores,
    WriteLane lane, IMediator mediator, CallerContext caller, EndedSessions ended, TimeProvider time)
{
    private static readonly Account Stranger = new() { Id = Guid.NewGuid() };
    private static readonly SemaphoreSlim[] Turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
    /// <summary>A hash is made to be slow: those at the door, of whom nothing is known yet, get half the processors, and wait for one another.</summary>
    private static readonly SemaphoreSlim Hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private static readonly Lazy<string> StrangersHash = new(() => new PasswordHasher<Account>().HashPassword(Stranger, Tokens.New()));

    /// <summary>Signs in and says whether it did; the session that was there ends. Why not is nobody's business: the page says the same for every reason.</summary>
    public async Task<bool> EnterAsync(HttpContext context, string email, string password)
    {
        var before = context.User;
        var account = await signIn.UserManager.FindByEmailAsync(email);
        if (account is null || !lane.Last.Directory.SalesUsers.TryGetValue(account.Id, out var user) || !user.IsActive || account.PasswordHash is null)
        {
            // As long as for somebody who is known, so that the time says nothing either.
            await HashAsync(context, () => Task.FromResult(hasher.VerifyHashedPassword(Stranger, StrangersHash.Value, password)));
            return false;
        }
        return await InTurnAsync(context, account.Id, fresh => HashAsync(context, async () =>
        {
            if (await signIn.UserManager.IsLockedOutAsync(fresh))
            {
                // Identity would answer before it hashes, and the time would say that there is somebody who is locked out.
                await signIn.UserManager.CheckPasswordAsync(fresh, password);
                return false;
            }
            if (!(await signIn.PasswordSignInAsync(fresh, password, isPersistent: true, lockoutOnFailure: true)).Succeeded) return false;
            await ((AccountStore)accounts).SignedInAsync(fresh, time.GetUtcNow().UtcDateTime, context.RequestAborted);
            // Once the answer with the new cookie is sent: the browser's other pages load anew as soon as theirs are over, and with the old one would be at the sign-in.
            // That it is sent does not say that it came.
            context.Response.OnCompleted(() =>
            {
                ended.End(before);
                return Task.CompletedTask;
            });
            return true;
        }));
    }

    /// <summary>One guess at a time for each account, each with the count that the one before left: many at once are not one.</summary>
    private async Task<T> InTurnAsync<T>(HttpContext context, Guid id, Func<Account, Task<T>> work)
    {
        var turn = Turns[(uint)id.GetHashCode() % Turns.Length];
        await turn.WaitAsync(context.RequestAborted);
        try
        {
            return await work((await signIn.UserManager.FindByIdAsync(id.ToString()))!);
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<T> HashAsync<T>(HttpContext context, Func<Task<T>> work)
    {
        await Hashing.WaitAsync(context.RequestAborted);
        try
        {
            return await work();
        }
        finally
        {
            Hashing.Release();
        }
    }

    private Task<string> HashAsync(HttpContext context, string password) => HashAsync(context, () => Task.FromResult(hasher.HashPassword(Stranger, password)));

    /// <summary>Changes the password of who is signed in; this session goes on, every other ends.</summary>
    public async Task<IReadOnlyList<GateError>> ChangePasswordAsync(HttpContext context, string current, string password)
    {
        var id = context.User.SalesUserId()!.Value;
        return await InTurnAsync(context, id, account => HashAsync<IReadOnlyList<GateError>>(context, async () =>
        {
            var users = signIn.UserManager;
            // As at the door: a stolen session must not be a place to guess at leisure.
            var (locked, right) = (await users.IsLockedOutAsync(account), await users.CheckPasswordAsync(account, current));
            // Who is locked out is not counted again: what lasts would begin anew with each guess, and a suspension would end with it.
            if (!locked && !right) await users.AccessFailedAsync(account);
            if (locked || !right) return [new GateError("Current", Text.Invalid_password_current)];
            var changed = await users.ChangePasswordAsync(account, current, password);
            if (!changed.Succeeded) return [new GateError(null, Text.Error_stale)];
            await signIn.RefreshSignInAsync(account);
            return [];
        }));
    }

    /// <summary>Ends every session of who is signed in, this one with them.</summary>
    public async Task SignOutEverywhereAsync(HttpContext context)
    {
        await InTurnAsync(context, context.User.SalesUserId()!.Value, account => ((AccountStore)accounts).EndSessionsAsync(account, context.RequestAborted));
        await signIn.SignOutAsync();
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
    }

    /// <summary>Whether the one-time token still opens <c>/setup</c>.</summary>
    public async Task<bool> MaySetUpAsync(string token) =>
        lane.Last.Directory.SalesUsers.Count == 0 && await FindAsync(token) is { SalesUserId: null };

    /// <summary>Makes the first administrator and signs in.</summary>
    public async Task<IReadOnlyList<GateError>> SetUpAsync(HttpContext context, string token, string name, string email, string password)
    {
        caller.Set(Caller.System);
        var answer = await mediator.Send(new CreateFirstAdmin.Command(Guid.CreateVersion7(), Tokens.Hash(token), name, email, await HashAsync(context, password)), context.RequestAborted);
        if (!answer.Succeeded) return Errors(answer.Errors);
        await EnterAsync(context, email, password);
        return [];
    }

    /// <summary>Whether the one-time token still opens <c>/invite</c>.</summary>
    public async Task<bool> MayAcceptAsync(string token) => await FindAsync(token) is { SalesUserId: { } id } && !lane.Last.Directory.IsSuspended(id);

    /// <summary>Sets the invited person's password and signs in.</summary>
    public async Task<IReadOnlyList<GateError>> AcceptAsync(HttpContext context, string token, string password)
    {
        caller.Set(Caller.System);
        var answer = await mediator.Send(new AcceptInvitation.Command(Guid.CreateVersion7(), Tokens.Hash(token), await HashAsync(context, password)), context.RequestAborted);
        if (!answer.Succeeded) return Errors(answer.Errors);
        await EnterAsync(context, lane.Last.Directory.SalesUsers[answer.Value.SalesUserId].Email, password);
        return [];
    }

    private async Task<Invitation?> FindAsync(string token)
    {
        if (token.Length is 0 or > 100) return null;
        var (hash, now) = (Tokens.Hash(token), time.GetUtcNow().UtcDateTime);
        await using var store = await stores.CreateDbContextAsync();
        return await store.Invitations.FirstOrDefaultAsync(i => i.TokenHash == hash && i.UsedAt == null && i.ExpiresAt > now);
    }

    private static IReadOnlyList<GateError> Errors(IReadOnlyList<Error> errors) => [.. errors.Select(e => e.Field is { Length: > 0 } field
        ? new GateError(char.ToUpperInvariant(field[0]) + field[1..], e.Message)
        : new GateError(null, e.Kind == ErrorKind.NotFound ? Text.LinkInvalid : Text.Error_unavailable))];
}

/// <summary>What a form must say: at a field, or at the top when <paramref name="Field"/> is null. Already in the reader's language.</summary>
public sealed record GateError(string? Field, string Message);
