"""What a page may keep on a reader's device."""

# Gives the number of each thing that is kept for the site of the page.
STORED = """async () => ({
    cookies: document.cookie.length, "local storage": localStorage.length, "session storage": sessionStorage.length,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
